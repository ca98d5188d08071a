// Runs in node: writes one form with the npm library docx, once for every line of standard input.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from "docx";

const grid = JSON.parse(readFileSync(`${process.argv[2]}/grid.json`, "utf-8"));

function document() {
  const rows = Array.from({ length: grid.rows }, () => []);
  for (const [row, column, rowSpan, columnSpan, text] of grid.boxes) {
    const children = text.split("\n").map((line) => new Paragraph({ children: [new TextRun({ text: line, size: 18, font: "宋体" })] }));
    rows[row].push([column, new TableCell({ children, rowSpan, columnSpan })]);
  }
  const made = rows.map((cells) => new TableRow({ children: cells.sort((a, b) => a[0] - b[0]).map(([, cell]) => cell) }));
  return new Document({ sections: [{ children: [new Table({ rows: made })] }] });
}

for await (const _line of createInterface({ input: process.stdin })) {
  const clock = process.hrtime.bigint();
  const before = process.cpuUsage();
  await Packer.toBuffer(document());
  const used = process.cpuUsage(before);
  const seconds = Number(process.hrtime.bigint() - clock) / 1e9;
  process.stdout.write(`${JSON.stringify([seconds, (used.user + used.system) / 1e6])}\n`);
}
