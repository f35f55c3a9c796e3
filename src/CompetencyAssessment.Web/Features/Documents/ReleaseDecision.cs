using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Notifications;

namespace CompetencyAssessment.Web.Features.Documents;

/// <summary>結案: releases a decision to the candidate and issues its documents, in the caller's transaction.</summary>
internal sealed class ReleaseDecision(IssueDocuments issueDocuments, Notifier notifier)
{
    /// <summary>Adds to the context.</summary>
    public async Task RunAsync(Assessment assessment, Decision decision, DecisionSnapshotDocument snapshot, DateTime now, CancellationToken cancel)
    {
        assessment.Finalise(now);
        await issueDocuments.RunAsync(assessment, decision, snapshot, now, cancel);
        notifier.TellCandidate(assessment, "assessment.finalised");
    }
}
