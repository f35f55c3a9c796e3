using System.Linq.Expressions;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>What the query string asks for. What cannot be read is left out, not refused.</summary>
internal sealed record AssessmentFilter
{
    public string? Q { get; init; }

    /// <summary>A state, or <see cref="Open"/>.</summary>
    public string? State { get; init; }

    public Guid? Assessor { get; init; }

    public bool Late { get; init; }

    /// <summary>A column of <see cref="AssessmentListQueries.Columns"/>; a leading hyphen turns the order round.</summary>
    public string? Sort { get; init; }

    public int Page { get; init; }

    public const string Open = "open";

    public bool IsEmpty => string.IsNullOrWhiteSpace(Q) && string.IsNullOrEmpty(State) && Assessor is null && !Late;

    /// <summary>The column, and whether it runs downwards.</summary>
    public (string Column, bool Descending) Order =>
        Sort is { Length: > 0 } sort && AssessmentListQueries.Columns.Contains(sort.TrimStart('-')) ? (sort.TrimStart('-'), sort[0] == '-') : ("changed", true);

    /// <summary>The address that sorts by a column; a second time, the other way round.</summary>
    public string SortedBy(string column)
    {
        var (current, descending) = Order;
        var query = new QueryBuilder();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(name, value);
            }
        }

        Add("q", Q);
        Add("state", State);
        Add("assessor", Assessor?.ToString());
        Add("late", Late ? "true" : null);
        Add("sort", column == current && !descending ? "-" + column : column);
        return "/assessments" + query;
    }

    public string? AriaSort(string column) => Order is var (current, descending) && current == column ? descending ? "descending" : "ascending" : null;
}

internal sealed record AssessmentListRow
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required PersonName Candidate { get; init; }

    public required string? CandidateNumber { get; init; }

    public required PersonName? Assessor { get; init; }

    public required string UnitCode { get; init; }

    public required AssessmentState State { get; init; }

    /// <summary>When evidence is due now, UTC.</summary>
    public required DateTime SubmitBy { get; init; }

    public required DateTime DecideBy { get; init; }

    public required DateTime ChangedAt { get; init; }

    public required bool IsLate { get; init; }
}

internal sealed record AssessmentList(AssessmentFilter Filter, IReadOnlyList<AssessmentListRow> Rows, PageInfo Page, IReadOnlyList<(Guid Id, PersonName Name)> Assessors);

/// <summary>The list of all assessments, for those who administer them.</summary>
internal sealed class AssessmentListQueries(AppDbContext db, TimeProvider clock)
{
    public const int PageSize = 25;

    public static readonly IReadOnlyList<string> Columns = ["code", "candidate", "state", "submit", "decide", "changed"];

    /// <summary>States in the order of an assessment's life; the database keeps their names, whose order means nothing.</summary>
    private static readonly AssessmentState[] Life = Enum.GetValues<AssessmentState>();

    /// <summary>Three commands, whatever the number of rows.</summary>
    public async Task<AssessmentList> ListAsync(Viewer viewer, AssessmentFilter filter, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var matching = Matching(viewer, filter, now);
        var total = await matching.CountAsync(cancel);
        var page = new PageInfo(Math.Clamp(filter.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize)), PageSize, total);
        var late = db.Assessments.LateAt(now);
        var shown = Sorted(matching, filter).Skip((page.Page - 1) * PageSize).Take(PageSize);
        var rows = await Sorted(
                from x in shown
                join version in db.UnitVersions on x.Assessment.UnitVersionId equals version.Id
                from current in x.Assessment.Assignments.Where(y => y.Part == AssessmentPart.Assessor && y.EndedAt == null).DefaultIfEmpty()
                from assessor in db.People.Where(p => p.Id == current!.PersonId).DefaultIfEmpty()
                select new Pair { Assessment = x.Assessment, Candidate = x.Candidate, Version = version, Assessor = assessor }, filter)
            .Select(x => new AssessmentListRow
            {
                Id = x.Assessment.Id,
                Code = x.Assessment.Code,
                Candidate = new PersonName(x.Candidate.NameZh, x.Candidate.NameLatin),
                CandidateNumber = x.Candidate.CandidateNumber,
                Assessor = x.Assessor == null ? null : new PersonName(x.Assessor.NameZh, x.Assessor.NameLatin),
                UnitCode = x.Version!.Code,
                State = x.Assessment.State,
                SubmitBy = x.Assessment.State == AssessmentState.Returned
                    ? x.Assessment.Rounds.OrderByDescending(r => r.Number).Select(r => r.ResubmitBy).FirstOrDefault() ?? x.Assessment.SubmitBy
                    : x.Assessment.SubmitBy,
                DecideBy = x.Assessment.DecideBy,
                ChangedAt = x.Assessment.ChangedAt,
                IsLate = late.Any(l => l.Id == x.Assessment.Id),
            })
            .AsNoTracking().AsSingleQuery().ToListAsync(cancel);

        // Also those who lost the role with work still in hand.
        var assessors = await db.People.AsNoTracking()
            .Where(p => db.InRole(Roles.Assessor).Any(a => a.Id == p.Id) || db.Assessments.Any(a => a.Assignments.Any(x => x.PersonId == p.Id && x.EndedAt == null)))
            .OrderBy(p => p.NameZh).ThenBy(p => p.Id)
            .Select(p => new { p.Id, Name = new PersonName(p.NameZh, p.NameLatin) })
            .ToListAsync(cancel);
        return new AssessmentList(filter, rows, page, [.. assessors.Select(a => (a.Id, a.Name))]);
    }

    private IQueryable<Pair> Matching(Viewer viewer, AssessmentFilter filter, DateTime now)
    {
        var assessments = db.Assessments.AsAdministrator(viewer);
        if (filter.Late)
        {
            assessments = assessments.LateAt(now);
        }

        if (filter.State == AssessmentFilter.Open)
        {
            assessments = assessments.Where(a => a.IsOpen);
        }
        else if (Enum.TryParse<AssessmentState>(filter.State, ignoreCase: true, out var state) && Enum.IsDefined(state))
        {
            assessments = assessments.Where(a => a.State == state);
        }

        if (filter.Assessor is { } assessor)
        {
            assessments = assessments.Where(a => a.Assignments.Any(x => x.PersonId == assessor && x.EndedAt == null));
        }

        var pairs = from assessment in assessments
                    join candidate in db.People on assessment.CandidateId equals candidate.Id
                    select new Pair { Assessment = assessment, Candidate = candidate };
        if (SearchText.Of(filter.Q) is not { } typed)
        {
            return pairs;
        }

        var words = Pattern(typed);
        var code = Pattern(typed.ToUpperInvariant());
        return pairs.Where(x => EF.Functions.Like(x.Candidate.NameZh, words, "\\")
            || EF.Functions.Like(x.Candidate.NameLatin!, words, "\\")
            || EF.Functions.Like(x.Candidate.CandidateNumber!, words, "\\")
            || EF.Functions.Like(x.Assessment.Code, code, "\\"));
    }

    private static IQueryable<Pair> Sorted(IQueryable<Pair> pairs, AssessmentFilter filter)
    {
        var (column, descending) = filter.Order;
        IOrderedQueryable<Pair> By<T>(Expression<Func<Pair, T>> key) => descending ? pairs.OrderByDescending(key) : pairs.OrderBy(key);
        var sorted = column switch
        {
            "code" => By(x => x.Assessment.Code),
            "candidate" => By(x => x.Candidate.NameZh),
            "state" => By(StateOrder()),
            "submit" => By(x => x.Assessment.State == AssessmentState.Returned
                ? x.Assessment.Rounds.OrderByDescending(r => r.Number).Select(r => r.ResubmitBy).FirstOrDefault() ?? x.Assessment.SubmitBy
                : x.Assessment.SubmitBy),
            "decide" => By(x => x.Assessment.DecideBy),
            _ => By(x => x.Assessment.ChangedAt),
        };
        return sorted.ThenBy(x => x.Assessment.Code);
    }

    /// <summary>CASE state WHEN … THEN its place in life.</summary>
    private static Expression<Func<Pair, int>> StateOrder()
    {
        var pair = Expression.Parameter(typeof(Pair), "x");
        var state = Expression.Property(Expression.Property(pair, nameof(Pair.Assessment)), nameof(Assessment.State));
        var order = Life.Reverse().Aggregate(
            (Expression)Expression.Constant(Life.Length),
            (rest, value) => Expression.Condition(Expression.Equal(state, Expression.Constant(value)), Expression.Constant(Array.IndexOf(Life, value)), rest));
        return Expression.Lambda<Func<Pair, int>>(order, pair);
    }

    /// <summary>A LIKE pattern for a text anywhere; what is special in patterns stands for itself.</summary>
    private static string Pattern(string text) =>
        "%" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal) + "%";

    private sealed class Pair
    {
        public required Assessment Assessment { get; init; }

        public required Person Candidate { get; init; }

        public UnitVersion? Version { get; init; }

        public Person? Assessor { get; init; }
    }
}
