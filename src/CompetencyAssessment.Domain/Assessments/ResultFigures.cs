using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>
/// 評定圖表的數值: what radar and bars show, on screens and in the record alike. Charts are information; no mean decides anything.
/// </summary>
/// <param name="Scale">Levels of the scheme, from the lowest.</param>
/// <param name="PassMark">The centre's pass mark (合格標準).</param>
/// <param name="Groups">Each task, then knowledge and skills, in the order of the unit; none is empty.</param>
public sealed record ResultFigures(IReadOnlyList<int> Scale, int PassMark, IReadOnlyList<ResultFigures.Group> Groups)
{
    /// <summary>Code of the group of knowledge items.</summary>
    public const string Knowledge = "K";

    /// <summary>Code of the group of skills.</summary>
    public const string Skills = "S";

    /// <summary>A criterion and its level; null where it was not assessed.</summary>
    public sealed record Mark(string Code, int? Level);

    /// <summary>A task with its indicators, or the knowledge items, or the skills.</summary>
    /// <param name="Code">Code of the task, <see cref="Knowledge"/> or <see cref="Skills"/>.</param>
    /// <param name="Marks">Its criteria in order.</param>
    public sealed record Group(string Code, IReadOnlyList<Mark> Marks)
    {
        /// <summary>How many of its criteria have a level.</summary>
        public int Assessed => Marks.Count(m => m.Level is not null);

        /// <summary>Mean of the levels given, to two places; null where none is. What was not assessed does not count as zero.</summary>
        public decimal? Mean => Assessed == 0 ? null : Math.Round(Marks.Where(m => m.Level is not null).Average(m => (decimal)m.Level!.Value), 2, MidpointRounding.AwayFromZero);
    }

    public int Lowest => Scale[0];

    public int Highest => Scale[^1];

    /// <summary>Whether a level is at or over the pass mark.</summary>
    public bool Passes(int? level) => level >= PassMark;

    /// <summary>How many criteria of a group are at or over the pass mark.</summary>
    public int Passed(Group group) => group.Marks.Count(m => Passes(m.Level));

    /// <summary>Whether every criterion of a group is at or over the pass mark; a mean may hide one that is not.</summary>
    public bool AllPass(Group group) => Passed(group) == group.Marks.Count;

    /// <summary>The figures of these criteria, whatever their number and the scheme's scale.</summary>
    public static ResultFigures Of(IEnumerable<int> scale, int passMark, IEnumerable<(string Code, CriterionKind Kind, string? Task, int? Level)> criteria) => new(
        [.. scale.Order()],
        passMark,
        [.. criteria.GroupBy(c => CodeOf(c.Kind, c.Task), StringComparer.Ordinal).Select(g => new Group(g.Key, [.. g.Select(c => new Mark(c.Code, c.Level))]))]);

    /// <summary>Code of the group that a criterion belongs to.</summary>
    public static string CodeOf(CriterionKind kind, string? task) => kind switch
    {
        CriterionKind.Knowledge => Knowledge,
        CriterionKind.Skill => Skills,
        _ => task!,
    };
}
