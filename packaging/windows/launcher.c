/* Starts the editor with the Python in the folder beside it, or says in Chinese why this machine cannot.
   Built twice: with -DCONSOLE as the command line's perfeval.exe, without it as the window's program. */
#include <windows.h>
#include <shellapi.h>
#include <wchar.h>

#define TITLE L"绩效自评表编辑器"
#define FIRST_BUILD 17763 /* Windows 10 1809; Qt 6 starts on nothing older */
#define ROOM 32768        /* the longest path that Windows knows */

typedef int (*PyMain)(int, wchar_t **);

static int refuse(const wchar_t *sentence)
{
#ifdef CONSOLE
    HANDLE err = GetStdHandle(STD_ERROR_HANDLE);
    char bytes[2048];
    DWORD mode, written;
    if (GetConsoleMode(err, &mode)) {
        WriteConsoleW(err, sentence, (DWORD)wcslen(sentence), &written, NULL);
        WriteConsoleW(err, L"\r\n", 2, &written, NULL);
    } else {
        int size = WideCharToMultiByte(CP_UTF8, 0, sentence, -1, bytes, sizeof bytes - 1, NULL, NULL);
        if (size > 0) {
            bytes[size - 1] = '\n';
            WriteFile(err, bytes, (DWORD)size, &written, NULL);
        }
    }
#else
    MessageBoxW(NULL, sentence, TITLE, MB_OK | MB_ICONERROR);
#endif
    return 2;
}

/* GetVersionEx says Windows 8 to programs that it does not know; this says the truth. */
static DWORD windows_build(void)
{
    typedef LONG(WINAPI * Get)(OSVERSIONINFOW *);
    OSVERSIONINFOW version = {.dwOSVersionInfoSize = sizeof version};
    Get get = (Get)(void *)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "RtlGetVersion");
    if (get == NULL || get(&version) != 0) return FIRST_BUILD;
    return version.dwMajorVersion < 10 ? 0 : version.dwBuildNumber;
}

static PyMain load_python(const wchar_t *program)
{
    static wchar_t library[ROOM + 32];
    wcscpy(library, program);
    wchar_t *slash = wcsrchr(library, L'\\');
    if (slash == NULL) return NULL;
    wcscpy(slash + 1, L"python\\python311.dll");
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    return python == NULL ? NULL : (PyMain)(void *)GetProcAddress(python, "Py_Main");
}

static int start(void)
{
    static wchar_t program[ROOM];
    int given, count = 0;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &given);
    if (windows_build() < FIRST_BUILD)
        return refuse(L"这台电脑的 Windows 太旧，本程序需要 Windows 10（1809 版）或更新。请升级系统或换一台电脑。");
    DWORD length = GetModuleFileNameW(NULL, program, ROOM);
    PyMain run = words != NULL && length > 0 && length < ROOM ? load_python(program) : NULL;
    if (run == NULL)
        return refuse(L"程序文件不完整，可能没有全部解压，或被杀毒软件隔离。请重新解压或安装，并在杀毒软件中恢复被隔离的文件。");
    /* Another program's Qt must not come into this one. */
    SetEnvironmentVariableW(L"QT_PLUGIN_PATH", NULL);
    SetEnvironmentVariableW(L"QT_QPA_PLATFORM_PLUGIN_PATH", NULL);
    wchar_t **all = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(wchar_t *) * (given + 6));
    if (all == NULL) return refuse(L"内存不足，程序无法启动。请关闭一些程序后重试。");
    all[count++] = program;
    all[count++] = L"-X";
    all[count++] = L"utf8";
    all[count++] = L"-m";
    all[count++] = L"perfeval_gui";
    for (int at = 1; at < given; at++) all[count++] = words[at];
    int status = run(count, all);
#ifndef CONSOLE
    if (status == 1) /* the editor itself ends with 0 or 2, after it has said what is wrong */
        return refuse(L"程序没有启动成功，已填写的内容不受影响。请重新解压或安装后再试；仍不行的，请联系本单位的管理员。");
#endif
    return status;
}

#ifdef CONSOLE
int wmain(void) { return start(); }
#else
int WINAPI wWinMain(HINSTANCE self, HINSTANCE none, PWSTR line, int show)
{
    (void)self, (void)none, (void)line, (void)show;
    return start();
}
#endif
