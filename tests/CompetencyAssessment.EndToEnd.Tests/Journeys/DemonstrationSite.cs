using CompetencyAssessment.EndToEnd.Tests.Infrastructure;
using CompetencyAssessment.Web.Demo;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>The demonstration centre and one browser, for all tests of a class.</summary>
public sealed class DemonstrationSite : IAsyncLifetime
{
    private PublishedApp? _app;
    private Chromium? _chromium;

    public async Task InitializeAsync()
    {
        _app = await PublishedApp.DemonstrateAsync();
        _chromium = await Chromium.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    /// <summary>Puts more into the demonstration by the application's own verbs.</summary>
    internal Seed Seed() => new(_app!.Data);

    /// <summary>Goes through pages as one account, or as nobody, and demands that nothing was found on any of them.</summary>
    internal async Task VisitAsync(string? userName, string culture, Func<Visitor, Task> tour, float scale = 1, string password = DemoPeople.Password, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var faults = new List<string>();
        var visitor = await Visitor.ArriveAsync(_chromium!, _app!.Address, userName ?? "nobody", culture, faults, scale);
        try
        {
            if (userName is not null)
            {
                await visitor.SignInAsync(userName, password);
                if (visitor.Path == "/privacy/acknowledge")
                {
                    await visitor.LeaveAsync(() => visitor.Page.ClickAsync("form[action='/privacy/acknowledge'] .btn-primary"));
                }

                await visitor.SpeakAsync(culture);
            }

            await tour(visitor);
            Assert.True(faults.Count == 0, string.Join('\n', faults));
        }
        catch
        {
            await visitor.KeepAsync($"{test}-{culture}");
            throw;
        }
        finally
        {
            await visitor.LeaveForGoodAsync();
        }
    }
}
