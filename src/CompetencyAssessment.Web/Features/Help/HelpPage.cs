using System.Security.Claims;
using CompetencyAssessment.Data.Identity;

namespace CompetencyAssessment.Web.Features.Help;

/// <summary>A chapter of a help page, as its table of contents names it.</summary>
internal sealed record HelpChapter(string Id, string Title);

/// <summary>The help page of one role. The chapters are known when its text has been rendered.</summary>
/// <param name="Role">Whose job it explains.</param>
/// <param name="Own">The reader's roles.</param>
internal sealed record HelpPage(string Role, IReadOnlyList<string> Own)
{
    public List<HelpChapter> Chapters { get; } = [];

    /// <summary>English text, the key of its translation.</summary>
    public string Title => TitleOf(Role);

    public IEnumerable<string> Others => Roles.All.Where(r => r != Role);

    public static string TitleOf(string role) => role switch
    {
        Roles.Candidate => "Help for candidates",
        Roles.Assessor => "Help for assessors",
        Roles.Verifier => "Help for verifiers",
        Roles.QualityLead => "Help for quality leads",
        _ => "Help for administrators",
    };

    /// <summary>What the page is for, in one sentence; the key of its translation.</summary>
    public static string LeadOf(string role) => role switch
    {
        Roles.Candidate => "From the plan to your result: what you do, what is saved when, and what counts as evidence.",
        Roles.Assessor => "From the start of an assessment to the signed decision: reading, rating, sending back and signing.",
        Roles.Verifier => "From the draw to the released result: judging a decision criterion by criterion.",
        Roles.QualityLead => "The rule of verification, what it draws, and what verifiers do not agree with.",
        _ => "From the first person to the issued document: people, assessments, units and the centre.",
    };

    public static string AddressOf(string role) => $"/help/{role.ToLowerInvariant()}";

    /// <summary>The reader's roles, in the order of the pages.</summary>
    public static IReadOnlyList<string> RolesOf(ClaimsPrincipal reader) => [.. Roles.All.Where(reader.IsInRole)];
}

/// <summary>Where the reader chooses a page: those of their own roles first.</summary>
internal sealed record HelpIndex(IReadOnlyList<string> Own)
{
    public IEnumerable<string> Others => Roles.All.Where(r => !Own.Contains(r));
}
