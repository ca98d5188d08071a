"""A Windows job object that bounds the import worker's memory and ends it with the program; untested."""

from __future__ import annotations

import ctypes
import subprocess
from typing import Any

from perfeval_gui.files.import_worker import MEMORY

_EXTENDED_LIMITS = 9
_LIMIT_PROCESS_MEMORY = 0x00000100
_KILL_ON_CLOSE = 0x00002000
_jobs: list[int] = []  # handles live as long as the program: closing one would end its worker


class _Limits(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("Basic", _Limits),
        ("IoCounters", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def bound_memory(child: subprocess.Popen[bytes]) -> None:
    """Put the child into a job with 512 MiB; where Windows refuses, the 10 seconds still bound it."""
    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return
    limits = _ExtendedLimits()
    limits.Basic.LimitFlags = _LIMIT_PROCESS_MEMORY | _KILL_ON_CLOSE
    limits.ProcessMemoryLimit = MEMORY
    handle = ctypes.c_void_p(job)
    kernel.SetInformationJobObject(handle, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
    kernel.AssignProcessToJobObject(handle, ctypes.c_void_p(int(child._handle)))  # type: ignore[attr-defined]  # noqa: SLF001
    _jobs.append(job)
