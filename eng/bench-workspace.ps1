# Measures how long the scoring workspace takes from key to painted level, on a processor slowed four times: ./eng/bench-workspace.ps1
# Close whatever else works on this machine. It prints median and worst for each network, and fails where one takes 100 ms or more.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..')
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:BENCH = '1'
dotnet build tests/CompetencyAssessment.EndToEnd.Tests -v quiet
if ($LASTEXITCODE -ne 0) { exit 1 }
dotnet test tests/CompetencyAssessment.EndToEnd.Tests --no-build --filter FullyQualifiedName~WorkspaceBench --logger 'console;verbosity=detailed'
exit $LASTEXITCODE
