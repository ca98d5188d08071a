# shellcheck shell=sh
# Sourced by ./run and ./test, which set `root`: makes and checks the environment that both work in. POSIX sh.

# shellcheck disable=SC2154  # root: see above
venv=$root/.venv
python=$venv/bin/python

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die() { warn "$@"; exit 1; }

is_suitable() {   # $1: a command
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1
}

can_make_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

find_python() {   # sets found
    found='' without_venv=''
    for candidate in ${PERFEVAL_PYTHON:+"$PERFEVAL_PYTHON"} python3.11 python3.12 python3.13 python3 python; do
        is_suitable "$candidate" || continue
        if can_make_venv "$candidate"; then
            found=$candidate
            return
        fi
        without_venv=${without_venv:-$candidate}
    done
    [ -n "$without_venv" ] || die "未找到合适的 Python：本程序需要 3.11、3.12 或 3.13。Debian 12、Ubuntu 24.04 及更新的系统可执行：sudo apt-get install python3 python3-venv；Python 装在别处的，用环境变量 PERFEVAL_PYTHON 指明它的位置。然后重新运行。"
    package=$("$without_venv" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    say "Python 缺少 venv 组件（软件包 $package）。"
    if ! apt_install "$package" || ! can_make_venv "$without_venv"; then
        die "请先安装 $package，再重新运行。"
    fi
    found=$without_venv
}

fingerprint() {
    cksum <"$root/packaging/$1.lock"
}

is_ready() {   # $1: a lock file's name
    [ -x "$python" ] && [ -f "$venv/ready-$1" ] && [ "$(cat "$venv/ready-$1")" = "$(fingerprint "$1")" ]
}

# Install the packages of lock file $1, unless just these are there; further names are locks that it contains.
prepare() {
    is_ready "$1" && return
    if [ -x "$python" ] && ls "$venv"/ready-* >/dev/null 2>&1; then
        say '正在更新运行环境……'
    else
        find_python
        say "首次运行：正在建立运行环境（$("$found" --version)，位置 ${venv}）……"
        rm -rf "$venv"
        "$found" -m venv "$venv" || die '运行环境没有建成，原因见上；请检查磁盘空间和文件夹权限后重新运行。'
        say '正在下载并安装依赖（约 110 MB，需要几分钟；只此一次）……'
    fi
    if [ -t 1 ]; then progress=on; else progress=off; fi
    # The lock names every package: without --no-deps an older pip asks for hashes of newer releases that extras lead it to.
    PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_USER=0 "$python" -m pip --log "$venv/pip.log" -qq install --no-deps \
        --progress-bar "$progress" --require-hashes --only-binary :all: -r "$root/packaging/$1.lock" ||
        die "依赖没有装好，原因见上（详细记录：${venv}/pip.log）。请检查网络后重新运行；使用软件源镜像的，可先设置环境变量 PIP_INDEX_URL。"
    rm -f "$venv/pip.log"
    # The source tree is importable from anywhere; a relative line, because a .pth file is read in the locale's encoding.
    site=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '../../../..\n' >"$site/perfeval_source.pth"
    for lock in "$@"; do fingerprint "$lock" >"$venv/ready-$lock"; done
    say '依赖已装好。'
}

qt_packages='libglib2.0-0 libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libxkbcommon-x11-0 libxcb-cursor0
    libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1
    libxcb-xinerama0'
font_package=fonts-noto-cjk

has_apt() {
    command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1
}

has_package() {   # also under the name with t64 that newer systems use
    for name in "$1" "${1}t64"; do
        case $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null) in *' installed') return 0 ;; esac
    done
    return 1
}

# Install packages where that can be done without asking (as root, with apt); else say how, and fail.
apt_install() {
    has_apt || return 1
    if [ "$(id -u)" != 0 ]; then
        warn "请执行下面一行（需要管理员密码），然后重新运行："
        warn "    sudo apt-get update && sudo apt-get install --no-install-recommends $*"
        return 1
    fi
    say "正在安装系统软件包：$*"
    log=$(mktemp)
    if DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 update >"$log" 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends \
            "$@" >>"$log" 2>&1 </dev/null; then
        rm -f "$log"
        return 0
    fi
    tail -n 15 "$log" >&2
    rm -f "$log"
    warn '系统软件包没有装好，原因见上。'
    return 1
}

missing_libraries() {   # the names of shared libraries that Qt needs and the system lacks
    site=$("$python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')/PySide6
    ldd "$site"/QtWidgets.abi3.so "$site"/QtPrintSupport.abi3.so "$site"/Qt/plugins/platforms/libqxcb.so \
        "$site"/Qt/plugins/platforms/libqoffscreen.so 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' |
        sort -u | tr '\n' ' '
}

has_chinese_font() {
    if command -v fc-list >/dev/null 2>&1; then
        [ -n "$(fc-list :lang=zh family 2>/dev/null)" ]
    else
        QT_QPA_PLATFORM=offscreen "$python" -c '
import sys
from PySide6.QtGui import QFontDatabase, QGuiApplication
application = QGuiApplication([])
sys.exit(not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))' >/dev/null 2>&1
    fi
}

# Check once that a window can open and show Chinese; name what is missing and, as root, install it.
# Fails where no window can open.
prepare_desktop() {
    [ -f "$venv/ready-desktop" ] && return
    packages='' lacking=$(missing_libraries)
    if [ -n "$lacking" ]; then
        say "缺少窗口所需的系统库：$lacking"
        if has_apt; then
            for package in $qt_packages; do has_package "$package" || packages="$packages $package"; done
        fi
    fi
    if ! has_chinese_font; then
        say "没有中文字体：需要安装一种（如软件包 $font_package）。"
        packages="$packages $font_package"
    fi
    if [ -n "$packages" ]; then
        # shellcheck disable=SC2086  # a list of names
        apt_install $packages && lacking=$(missing_libraries)
    fi
    [ -z "$lacking" ] || return 1
    if has_chinese_font; then : >"$venv/ready-desktop"; else warn '没有中文字体，窗口里的汉字将显示为方框。'; fi
}

# Programs that only tests need: command, package.
test_programs='soffice:libreoffice-writer-nogui soffice:libreoffice-calc-nogui pdftotext:poppler-utils Xvfb:xvfb
    xauth:xauth openbox:openbox xdotool:xdotool xclip:xclip import:imagemagick xprop:x11-utils fc-match:fontconfig
    strace:strace lpadmin:cups dbus-run-session:dbus-daemon ibus-daemon:ibus'
# Fonts, an input method, the library of the screen readers: no command tells whether they are there.
test_parts='fonts-noto-cjk fonts-arphic-uming ibus-libpinyin dconf-gsettings-backend at-spi2-core gir1.2-atspi-2.0
    python3-gi'

prepare_test_programs() {
    packages=''
    for pair in $test_programs; do
        if ! command -v "${pair%%:*}" >/dev/null 2>&1 || is_lacking_part "${pair#*:}"; then
            packages="$packages ${pair#*:}"
        fi
    done
    if has_apt; then
        for package in $test_parts; do has_package "$package" || packages="$packages $package"; done
    fi
    [ -n "$packages" ] || return 0
    say "缺少测试用的程序或字体，所在软件包：${packages# }"
    # shellcheck disable=SC2086
    apt_install $packages && return
    warn '****************************************************************'
    warn "注意：缺少 ${packages# }，用到它们的测试将被跳过。"
    warn '****************************************************************'
}

is_lacking_part() {   # soffice is one command in several packages: only the package tells whether Calc is there
    case $1 in
        libreoffice-*-nogui) has_apt && ! has_package "$1" && ! has_package "${1%-nogui}" ;;
        *) return 1 ;;
    esac
}
