# Builds everything and passes the tests: ./eng/test.ps1; with -All it also looks at every page and state with axe, in both languages and
# colour schemes, which takes some minutes more.
# Says what is missing. The last line is the sum: "N passed, N failed, N skipped". Results as TRX files: artifacts/test-results.
param([switch]$All)
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..')
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

function Step($text) { Write-Host "`n== $text" }
function Have($command) { $null -ne (Get-Command $command -ErrorAction SilentlyContinue) }
function Check($message) { if ($LASTEXITCODE -ne 0) { Write-Host $message; exit 1 } }

Step 'Tools'
if (-not (Have 'dotnet')) { Write-Host 'The .NET 10 SDK is missing: https://dotnet.microsoft.com/download'; exit 1 }
if (-not ((Have 'node') -and (Have 'npm'))) { Write-Host 'Node 20 or later with npm is missing: https://nodejs.org/'; exit 1 }
if ([int](node -p 'parseInt(process.versions.node)') -lt 20) { Write-Host "Node 20 or later is needed; this is $(node --version)."; exit 1 }
if (-not (Have 'pdftotext')) { Write-Host 'Missing: poppler (pdftotext, pdffonts, pdftoppm); the tests that need it are skipped.' }
if (-not (Have 'qpdf')) { Write-Host 'Missing: qpdf; the tests that need it are skipped.' }

Step 'Restore and build'
dotnet restore CompetencyAssessment.sln -v quiet
Check 'The restore failed.'
dotnet build CompetencyAssessment.sln --no-restore -v quiet
Check 'The build failed.'

# The rules of style and the analysers are part of the build.
Step 'Format'
dotnet format whitespace CompetencyAssessment.sln --no-restore --verify-no-changes
Check "The source is not formatted: run 'dotnet format'."

$filter = if ($All) { @() } else { '--filter', 'Kind!=Pages' }
$results = Join-Path (Get-Location) 'artifacts/test-results'
if (Test-Path $results) { Remove-Item $results -Recurse -Force }
New-Item $results -ItemType Directory | Out-Null
$passed = 0; $failed = 0; $skipped = 0; $skips = @()

foreach ($project in Get-ChildItem tests/*/*.csproj) {
    $name = $project.BaseName
    Step $name
    dotnet test $project.FullName --no-build --nologo @filter --results-directory $results --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=minimal'
    $code = $LASTEXITCODE
    $trx = Join-Path $results "$name.trx"
    if (-not (Test-Path $trx)) {
        if ($code -ne 0) { $failed++ } else { Write-Host "$name has no tests." }
        continue
    }

    $run = ([xml](Get-Content $trx -Raw -Encoding UTF8)).TestRun
    $counters = $run.ResultSummary.Counters
    $faults = [int]$counters.failed
    if ($code -ne 0 -and $faults -eq 0) { $faults = 1 }
    $passed += [int]$counters.passed
    $failed += $faults
    $skipped += [int]$counters.total - [int]$counters.executed
    $skips += $run.Results.UnitTestResult | Where-Object { $_.outcome -eq 'NotExecuted' } | ForEach-Object { "$($_.testName)`n    $($_.Output.ErrorInfo.Message)" }
}

if ($skips.Count -gt 0) {
    Step 'Skipped'
    $skips | ForEach-Object { Write-Host $_ }
}

Write-Host "`n$passed passed, $failed failed, $skipped skipped"
if ($failed -gt 0 -or $passed -eq 0) { exit 1 }
