using System.Globalization;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Data.Auditing;

/// <summary>The rows that a centre's chain attests: who may do what, by which proof, past which obstacle, and by which rule is drawn.</summary>
public sealed partial class AuditCheck
{
    private async Task CentreAsync(Guid centre, Attested attested, Faults faults, CancellationToken cancel)
    {
        await RolesAsync(centre, attested, faults, cancel);
        await ReasonsAsync(centre, attested, faults, cancel);
        var qualifications = await ReadAsync(db.Qualifications.AsNoTracking().Where(q => q.CentreId == centre), attested.Qualifications, faults, cancel);
        Match(qualifications, q => q.Id, attested.Qualifications, faults, (row, told) =>
            told.Value == string.Create(CultureInfo.InvariantCulture, $"{row.PersonId}|{row.UnitId}|{row.Kind}|{row.ValidFrom:yyyy-MM-dd}|{row.ValidUntil:yyyy-MM-dd}")
            && attested.QualificationsWithdrawn.Contains(row.Id) == row.WithdrawnAt is not null);
        var proofs = await db.Qualifications.AsNoTracking().Where(q => q.CentreId == centre).SelectMany(q => q.Proofs)
            .Join(db.StoredFiles, p => p.FileId, f => f.Id, (p, f) => new { p.Id, p.QualificationId, f.Sha256 }).ToListAsync(cancel);
        Match(proofs, p => p.Id, attested.Proofs, faults, (row, told) => told.Value == $"{row.QualificationId}|{Hex(row.Sha256)}");
        var overrides = await ReadAsync(db.IndependenceOverrides.AsNoTracking().Where(o => o.CentreId == centre), attested.Overrides, faults, cancel);
        Match(overrides, o => o.Id, attested.Overrides, faults, (row, told) =>
            told.Value == $"{row.PersonId}|{row.CandidateId}|{row.Obstacles}|{row.State}|{Hex(SaltedDigest.Of(row.Salt, row.DigestText()))}");
        var rules = await ReadAsync(db.VerificationRules.AsNoTracking().Where(r => r.CentreId == centre), attested.Rules, faults, cancel);
        Match(rules, r => r.Id, attested.Rules, faults, (row, told) => told.Value == string.Create(
            CultureInfo.InvariantCulture, $"{row.Number}|{row.Percentage}|{row.AtLeast}|{row.PeriodMonths}|{row.AllNotYetCompetent}|{row.FirstOfAssessor}|{Hex(row.Seed)}"));
    }

    /// <summary>Before reasons were kept, none stands in a row nor in the chain.</summary>
    private async Task ReasonsAsync(Guid centre, Attested attested, Faults faults, CancellationToken cancel)
    {
        var affiliations = await db.Affiliations.AsNoTracking().Where(a => a.CentreId == centre && a.Salt != null).ToListAsync(cancel);
        var conflicts = await db.ConflictsOfInterest.AsNoTracking().Where(c => c.CentreId == centre && c.Salt != null).ToListAsync(cancel);
        var centres = await db.Centres.AsNoTracking().Where(c => c.Id == centre && c.QualificationsSalt != null).ToListAsync(cancel);
        IEnumerable<(Guid Id, byte[] Salt, string Text)> rows =
        [
            .. affiliations.Select(a => (a.Id, a.Salt!, a.DigestText())),
            .. conflicts.Select(c => (c.Id, c.Salt!, c.DigestText())),
            .. centres.Select(c => (c.Id, c.QualificationsSalt!, c.QualificationsDigestText())),
        ];
        Match(rows, r => r.Id, attested.Reasons, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.Text)));
    }

    private async Task RolesAsync(Guid centre, Attested attested, Faults faults, CancellationToken cancel)
    {
        var rows = await (
            from user in db.Users
            join person in db.People on user.PersonId equals person.Id
            where person.CentreId == centre
            from link in db.UserRoles.Where(l => l.UserId == user.Id)
            join role in db.Roles on link.RoleId equals role.Id
            select new { Person = person.Id, role.Name }).AsNoTracking().ToListAsync(cancel);
        var held = rows.ToLookup(r => r.Person, r => r.Name!);
        foreach (var person in held.Select(h => h.Key).Union(attested.Roles.Keys))
        {
            var told = attested.Roles.GetValueOrDefault(person);
            if (told.Roles is null)
            {
                faults.Add(AuditFaultCodes.RowUnattested, person);
            }
            else if (!told.Roles.SetEquals(held[person]))
            {
                faults.Add(AuditFaultCodes.RowChanged, person, told.Sequence);
            }
        }
    }
}
