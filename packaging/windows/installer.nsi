; The per-user installer: no administrator, nothing outside the user's own folders and registry.
; Called by tools/release/windows.py. setup.exe /S installs without a window, /D=folder chooses the place.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
!include MUI2.nsh
!include WinVer.nsh
!include x64.nsh

!define NAME "绩效自评表编辑器"
!define ID "perfeval"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define OPENS "Software\Classes\${ID}.form"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
ManifestSupportedOS Win10
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" ""
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "这台电脑的 Windows 太旧，本程序需要 Windows 10（1809 版）或更新。请升级系统或换一台电脑。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

; Windows keeps the files of a running program: say so instead of leaving half of the old version behind.
!macro MustBeClosed VERB
  ${If} ${FileExists} "$INSTDIR\python\python311.dll"
    ClearErrors
    FileOpen $0 "$INSTDIR\python\python311.dll" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONSTOP "绩效自评表编辑器正在运行。请先关闭它，再${VERB}。" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

!macro RemoveProgram
  !include "${REMOVALS}"
!macroend

!macro Offer KIND
  WriteRegStr HKCU "Software\Classes\.${KIND}\OpenWithProgids" "${ID}.form" ""
!macroend

!macro Withdraw KIND
  DeleteRegValue HKCU "Software\Classes\.${KIND}\OpenWithProgids" "${ID}.form"
!macroend

!macro ForEachKind DO
  !insertmacro ${DO} docx
  !insertmacro ${DO} doc
  !insertmacro ${DO} wps
  !insertmacro ${DO} xlsx
  !insertmacro ${DO} xls
  !insertmacro ${DO} et
!macroend

Section "install"
  !insertmacro MustBeClosed "安装"
  ; An older version's modules must not stay beside the new ones; the data lie elsewhere.
  !insertmacro RemoveProgram
  !include "${FILES}"
  SetOutPath "$INSTDIR"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  ; Offered under 打开方式; whatever opens these files today goes on to open them.
  WriteRegStr HKCU "${OPENS}" "" "项目支出绩效自评表"
  WriteRegStr HKCU "${OPENS}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${OPENS}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  !insertmacro ForEachKind Offer

  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  !insertmacro MustBeClosed "卸载"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  !insertmacro RemoveProgram
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  !insertmacro ForEachKind Withdraw
  DeleteRegKey HKCU "${OPENS}"
  DeleteRegKey HKCU "${KEY}"
  MessageBox MB_OK "程序已删除。您填写的内容没有删除，仍在：$\r$\n$LOCALAPPDATA\perfeval" /SD IDOK
SectionEnd
