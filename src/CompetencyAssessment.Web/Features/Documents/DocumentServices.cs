using CompetencyAssessment.Reports.Layout;
using CompetencyAssessment.Reports.Records;

namespace CompetencyAssessment.Web.Features.Documents;

/// <summary>
/// Address under which the public reaches this installation; it stands on documents and in their QR codes, so it must last. Setting
/// <c>Public:Url</c>.
/// </summary>
internal sealed record PublicAddress(string Url)
{
    public static PublicAddress From(IConfiguration configuration)
    {
        var url = configuration["Public:Url"] is { Length: > 0 } set ? set : "http://localhost:5080";
        return Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"
            ? new PublicAddress(url.TrimEnd('/'))
            : throw new InvalidOperationException($"Public:Url is {url}; it must be an address such as https://records.example.org.");
    }

    /// <summary>The public page that checks a code. As a query, since paths are logged and queries are not.</summary>
    public string CheckUrl(string code) => $"{Url}/verify?code={code}";
}

/// <summary>Drawing, issuing and handing out documents. Setting <c>Fonts:Folder</c>: a centre's own .ttf files for rare characters.</summary>
internal static class DocumentServices
{
    public static void AddDocuments(this IServiceCollection services)
    {
        services.AddSingleton(p => PublicAddress.From(p.GetRequiredService<IConfiguration>()));
        services.AddSingleton(p => FontLibrary.Load(p.GetRequiredService<IConfiguration>()["Fonts:Folder"] is { Length: > 0 } folder ? folder : null));
        services.AddSingleton<RecordRenderer>();
        services.AddScoped<IssueDocuments>();
        services.AddScoped<ReleaseDecision>();
        services.AddScoped<ReissueDocuments>();
        services.AddScoped<DisputeWindow>();
        services.AddScoped<DocumentQueries>();
        services.AddScoped<Verify.VerifyQueries>();
        services.AddScoped<Scoring.SignPages>();
        services.AddScoped<Scoring.SignerCheck>();
        services.AddScoped<Scoring.SignDecision>();
    }
}
