# Makes the pictures of the help pages anew from the demonstration centre, in both languages: ./eng/help-pictures.ps1
# Needs what the end-to-end tests need: Chromium and a Chinese typeface. Look at the pictures before you commit them.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..')
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

dotnet build tests/CompetencyAssessment.EndToEnd.Tests -v quiet
if ($LASTEXITCODE -ne 0) { exit 1 }
$env:HELP_PICTURES = '1'
try {
    dotnet test tests/CompetencyAssessment.EndToEnd.Tests --no-build --filter 'FullyQualifiedName~HelpPictures'
    if ($LASTEXITCODE -ne 0) { exit 1 }
}
finally {
    Remove-Item Env:HELP_PICTURES
}

Get-ChildItem -Recurse src/CompetencyAssessment.Web/wwwroot/img/help
git status --short -- src/CompetencyAssessment.Web/wwwroot/img/help
