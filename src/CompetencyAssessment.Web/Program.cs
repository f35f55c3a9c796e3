using CompetencyAssessment.Web.Demo;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Reading;

// Reading an uploaded file is a process of its own, which needs nothing of the application.
if (args is [ReadTextCommand.Name, ..])
{
    return ReadTextCommand.Run(args);
}

var builder = WebApplication.CreateBuilder(WebShell.Options(args));
builder.AddWebShell();
builder.AddData();
builder.AddAccess();
if (builder.Environment.IsDevelopment())
{
    Demonstration.Add(builder);
}

var app = builder.Build();
if (await CommandLine.RunAsync(app, args) is { } exitCode)
{
    return exitCode;
}

if (!await app.PrepareAsync(CancellationToken.None))
{
    return 1;
}

if (app.Environment.IsDevelopment())
{
    await app.Services.GetRequiredService<Demonstration>().SeedAsync(CancellationToken.None);
}

app.UseWebShell();
app.UseAccess();
app.MapWebShell();
await app.RunAsync();
return 0;

/// <summary>The web application; public so that tests can start it.</summary>
public partial class Program;
