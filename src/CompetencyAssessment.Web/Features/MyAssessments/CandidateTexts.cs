using CompetencyAssessment.Domain.Assessments;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>English texts, the keys of their translations, for codes that the domain gives.</summary>
internal static class CandidateTexts
{
    /// <summary>What the candidate does next.</summary>
    public static string NextStep(AssessmentState state) => state switch
    {
        AssessmentState.Planned => "Read the plan and acknowledge it",
        AssessmentState.Gathering => "Upload your evidence, describe it and submit",
        AssessmentState.Submitted => "Nothing to do: the assessor will start",
        AssessmentState.Assessing => "Nothing to do: the assessor is at work",
        AssessmentState.Returned => "Answer what was sent back and submit again",
        AssessmentState.Finalised => "Read your result",
        AssessmentState.Suspended => "Nothing to do: the assessment is suspended",
        _ => "Nothing to do: the assessment has ended",
    };

    /// <summary>The chapter of the candidate's manual for a state.</summary>
    public static string HelpOn(AssessmentState state) => state switch
    {
        AssessmentState.Planned => "plan",
        AssessmentState.Gathering => "evidence",
        AssessmentState.Submitted or AssessmentState.Assessing => "waiting",
        AssessmentState.Returned => "returned",
        AssessmentState.Finalised => "result",
        _ => "course",
    };

    /// <summary>What a piece of evidence still lacks.</summary>
    public static string Lack(string code) => code switch
    {
        "file" => "the file",
        "redacted" => "a redacted version",
        "title" => "a title",
        "context" => "the context",
        "period" => "the period it covers",
        "own-share" => "your own share",
        "help" => "the help you had",
        "ai-use" => "AI tools used",
        "confidentiality" => "how confidential it is",
        "criteria" => "the criteria it supports",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "Not a code of Submission."),
    };

    /// <summary>What to do about a criterion that is not met.</summary>
    public static string Remedy(ShortfallCause? cause) => cause switch
    {
        ShortfallCause.NoEvidence => "Bring evidence that shows it, from your work where you can.",
        ShortfallCause.NotEnoughEvidence => "Add to your evidence what the comment names.",
        ShortfallCause.PerformanceShort => "Practise it with the comment in mind, then show it anew.",
        _ => "Ask your centre what to prepare for it.",
    };

    /// <summary>Where on the page of the piece that is entered.</summary>
    public static string Place(string code) => code switch
    {
        "file" or "redacted" => "versions",
        "title" => "Form_Title",
        "context" => "Form_Context",
        "period" => "Form_PeriodFrom",
        "own-share" => "Form_OwnShare",
        "help" => "Form_Help",
        "ai-use" => "Form_AiUse",
        "confidentiality" => "Form_Confidentiality",
        _ => "supports",
    };
}
