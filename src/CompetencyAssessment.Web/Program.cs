using CompetencyAssessment.Web.Hosting;

var builder = WebApplication.CreateBuilder(WebShell.Options(args));
builder.AddWebShell();

var app = builder.Build();
app.UseWebShell();
app.MapWebShell();
await app.RunAsync();

/// <summary>The web application; public so that tests can start it.</summary>
public partial class Program;
