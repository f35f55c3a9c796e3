using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Privacy;

/// <summary>Keeps that an account acknowledged the privacy notice as it stands now. A repetition does nothing.</summary>
internal sealed class AcknowledgeNotice(AppDbContext db, CentreProfile centre, TimeProvider clock)
{
    public async Task RunAsync(Guid userId, CancellationToken cancel)
    {
        var centreId = (await centre.GetAsync(cancel)).Id;
        await db.InTransactionAsync(
            async () =>
            {
                var user = await db.Users.SingleAsync(u => u.Id == userId, cancel);
                if (user.NoticeVersion != PrivacyNotice.Version)
                {
                    user.NoticeVersion = PrivacyNotice.Version;
                    db.NoticeAcknowledgements.Add(new NoticeAcknowledgement { UserId = userId, NoticeVersion = PrivacyNotice.Version, At = clock.GetUtcNow().UtcDateTime });
                    db.Note(AuditFact.Of(centreId, "privacy.acknowledged", userId, ("version", PrivacyNotice.Version.ToString(CultureInfo.InvariantCulture))));
                    await db.SaveChangesAsync(cancel);
                }

                return user.NoticeVersion;
            },
            cancel);
    }
}
