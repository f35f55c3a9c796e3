# Adds a migration to both providers, so that neither is forgotten: ./eng/add-migration.ps1 NAME
# Look at what was made, and commit it together with the change of the model.
param([string]$Name)
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..')
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

if ($Name -cnotmatch '^[A-Z][A-Za-z0-9]*$') {
    Write-Host 'Usage: ./eng/add-migration.ps1 NAME, e.g. ./eng/add-migration.ps1 AddAppeals'
    exit 2
}

dotnet tool restore
if ($LASTEXITCODE -ne 0) { exit 1 }
foreach ($provider in 'Sqlite', 'SqlServer') {
    $project = "src/CompetencyAssessment.Data.$provider"
    # Each provider's project has its own design-time factory, so it is its own start-up project.
    dotnet ef migrations add $Name --project $project --startup-project $project --output-dir Migrations
    if ($LASTEXITCODE -ne 0) { exit 1 }
}

git status --short -- src/CompetencyAssessment.Data.Sqlite/Migrations src/CompetencyAssessment.Data.SqlServer/Migrations
