using System.Data.Common;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Data.Search;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Domain.Records;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CompetencyAssessment.Data;

/// <summary>
/// The database. Saving raises the version of each changed entity, writes the facts that entities noted to the audit trail, and puts what
/// searches find on the list of what is to be indexed, in one transaction with the change.
/// </summary>
public sealed class AppDbContext(DbContextOptions<AppDbContext> options, ProviderModel provider, AuditKey auditKey, TimeProvider clock)
    : IdentityDbContext<AppUser, IdentityRole<Guid>, Guid>(options)
{
    private const string BeforeTrail = "BeforeTrail";

    /// <summary>Facts to be written, with the entity that noted them.</summary>
    private readonly List<(Entity? Owner, AuditFact Fact)> _facts = [];

    /// <summary>The account that acts, for the audit trail; null for the system.</summary>
    public Guid? ActorId { get; set; }

    public DbSet<Centre> Centres => Set<Centre>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<Notification> Notifications => Set<Notification>();

    public DbSet<CompetencyUnit> Units => Set<CompetencyUnit>();

    public DbSet<UnitVersion> UnitVersions => Set<UnitVersion>();

    public DbSet<Criterion> Criteria => Set<Criterion>();

    public DbSet<EvidenceRequirement> Requirements => Set<EvidenceRequirement>();

    public DbSet<UnitRevision> UnitRevisions => Set<UnitRevision>();

    public DbSet<AssessmentScheme> Schemes => Set<AssessmentScheme>();

    public DbSet<SchemeDraft> SchemeDrafts => Set<SchemeDraft>();

    public DbSet<Assessment> Assessments => Set<Assessment>();

    public DbSet<PlanVersion> PlanVersions => Set<PlanVersion>();

    public DbSet<DeadlineExtension> DeadlineExtensions => Set<DeadlineExtension>();

    public DbSet<Appointment> Appointments => Set<Appointment>();

    public DbSet<Meeting> Meetings => Set<Meeting>();

    public DbSet<MeetingTakeover> MeetingTakeovers => Set<MeetingTakeover>();

    public DbSet<ObservedItem> ObservedItems => Set<ObservedItem>();

    public DbSet<AskedQuestion> AskedQuestions => Set<AskedQuestion>();

    public DbSet<BankQuestion> BankQuestions => Set<BankQuestion>();

    public DbSet<Adjustment> Adjustments => Set<Adjustment>();

    public DbSet<AdjustmentGrounds> AdjustmentGrounds => Set<AdjustmentGrounds>();

    public DbSet<Round> Rounds => Set<Round>();

    public DbSet<SelfRating> SelfRatings => Set<SelfRating>();

    public DbSet<ReturnReply> ReturnReplies => Set<ReturnReply>();

    public DbSet<EvidenceItem> EvidenceItems => Set<EvidenceItem>();

    public DbSet<EvidenceVersion> EvidenceVersions => Set<EvidenceVersion>();

    public DbSet<AssessmentEvidence> AssessmentEvidence => Set<AssessmentEvidence>();

    public DbSet<AssessorEvidence> AssessorEvidence => Set<AssessorEvidence>();

    public DbSet<ThirdPartyReport> ThirdPartyReports => Set<ThirdPartyReport>();

    public DbSet<StoredFile> StoredFiles => Set<StoredFile>();

    public DbSet<EvidenceText> EvidenceTexts => Set<EvidenceText>();

    public DbSet<UploadSession> UploadSessions => Set<UploadSession>();

    public DbSet<CriterionRating> Ratings => Set<CriterionRating>();

    public DbSet<RatingRevision> RatingRevisions => Set<RatingRevision>();

    public DbSet<EvidenceJudgement> EvidenceJudgements => Set<EvidenceJudgement>();

    public DbSet<SufficiencyJudgement> SufficiencyJudgements => Set<SufficiencyJudgement>();

    public DbSet<JudgementRevision> JudgementRevisions => Set<JudgementRevision>();

    public DbSet<Reconciliation> Reconciliations => Set<Reconciliation>();

    public DbSet<CommentSnippet> CommentSnippets => Set<CommentSnippet>();

    public DbSet<Decision> Decisions => Set<Decision>();

    public DbSet<VerificationRule> VerificationRules => Set<VerificationRule>();

    public DbSet<VerificationDraw> VerificationDraws => Set<VerificationDraw>();

    public DbSet<VerificationPeriod> VerificationPeriods => Set<VerificationPeriod>();

    public DbSet<Verification> Verifications => Set<Verification>();

    public DbSet<CalendarYear> CalendarYears => Set<CalendarYear>();

    public DbSet<ReviewRequest> ReviewRequests => Set<ReviewRequest>();

    public DbSet<Appeal> Appeals => Set<Appeal>();

    public DbSet<Qualification> Qualifications => Set<Qualification>();

    public DbSet<QualificationProof> QualificationProofs => Set<QualificationProof>();

    public DbSet<Affiliation> Affiliations => Set<Affiliation>();

    public DbSet<ConflictOfInterest> ConflictsOfInterest => Set<ConflictOfInterest>();

    public DbSet<IndependenceOverride> IndependenceOverrides => Set<IndependenceOverride>();

    public DbSet<AssessorObjection> AssessorObjections => Set<AssessorObjection>();

    public DbSet<CarryOverRequest> CarryOverRequests => Set<CarryOverRequest>();

    public DbSet<Incident> Incidents => Set<Incident>();

    public DbSet<MisconductCase> MisconductCases => Set<MisconductCase>();

    public DbSet<TextPrint> TextPrints => Set<TextPrint>();

    public DbSet<FilePrint> FilePrints => Set<FilePrint>();

    public DbSet<CommonPrint> CommonPrints => Set<CommonPrint>();

    public DbSet<TextOverlap> TextOverlaps => Set<TextOverlap>();

    public DbSet<RecordIssue> RecordIssues => Set<RecordIssue>();

    public DbSet<RecordDocument> RecordDocuments => Set<RecordDocument>();

    public DbSet<NumberSequence> NumberSequences => Set<NumberSequence>();

    public DbSet<NoticeAcknowledgement> NoticeAcknowledgements => Set<NoticeAcknowledgement>();

    public DbSet<EvidenceView> EvidenceViews => Set<EvidenceView>();

    public DbSet<EndedSession> EndedSessions => Set<EndedSession>();

    public DbSet<CommandLog> CommandLogs => Set<CommandLog>();

    public DbSet<AuditChain> AuditChains => Set<AuditChain>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<AuditCheckRun> AuditCheckRuns => Set<AuditCheckRun>();

    public DbSet<SearchDocument> SearchDocuments => Set<SearchDocument>();

    public DbSet<SearchPassage> SearchPassages => Set<SearchPassage>();

    public DbSet<SearchPosting> SearchPostings => Set<SearchPosting>();

    public DbSet<SearchChange> SearchChanges => Set<SearchChange>();

    internal ProviderModel Provider => provider;

    /// <summary>Makes a key in the order that the provider likes.</summary>
    public Guid NextKey() => provider.NewKey();

    /// <summary>Adds a fact that no entity's verb tells: a view, a download, a failed sign-in. Written by the next save.</summary>
    public void Note(AuditFact fact) => _facts.Add((null, fact));

    /// <summary>Forgets what a failed save left: changes, and the facts that the next save would tell.</summary>
    public void GiveUp()
    {
        ChangeTracker.Clear();
        _facts.Clear();
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save asynchronously: the audit trail is written by SaveChangesAsync.");

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var entry in ChangeTracker.Entries<Entity>().ToList())
        {
            _facts.AddRange(entry.Entity.TakeFacts().Select(f => ((Entity?)entry.Entity, f)));
        }

        // Left over from a save that failed, and since given up.
        _facts.RemoveAll(f => f.Owner is { } owner && Entry(owner).State == EntityState.Detached);
        RaiseVersions();
        ListSearchChanges();
        if (_facts.Count == 0)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        if (Database.CurrentTransaction is { } outer)
        {
            return await SaveInsideAsync(outer, acceptAllChangesOnSuccess, cancellationToken);
        }

        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        var saved = await SaveWithTrailAsync(acceptAllChangesOnSuccess, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return saved;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<string>().HaveMaxLength(256);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        ShortenIdentityKeys(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(AppDbContext).Assembly);
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            if (typeof(Entity).IsAssignableFrom(entity.ClrType))
            {
                entity.FindProperty(nameof(Entity.Version))!.IsConcurrencyToken = true;
            }

            if (entity.FindProperty("Id") is { } id && id.ClrType == typeof(Guid))
            {
                id.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
            }
        }

        provider.Configure(builder);
    }

    /// <summary>In a transaction of the caller's, which may go on after a failed save: the chain's owner rows go back too.</summary>
    private async Task<int> SaveInsideAsync(IDbContextTransaction outer, bool acceptAll, CancellationToken cancel)
    {
        await outer.CreateSavepointAsync(BeforeTrail, cancel);
        try
        {
            var saved = await SaveWithTrailAsync(acceptAll, cancel);
            await outer.ReleaseSavepointAsync(BeforeTrail, cancel);
            return saved;
        }
        catch
        {
            try
            {
                await outer.RollbackToSavepointAsync(BeforeTrail, CancellationToken.None);
            }
            catch (Exception e) when (e is DbException or InvalidOperationException)
            {
                // The whole transaction is gone, as after a deadlock; what the caller must hear is why.
            }

            throw;
        }
    }

    /// <summary>A clustered key of SQL Server holds 900 bytes; at this context's default length Identity's own keys would not fit.</summary>
    private static void ShortenIdentityKeys(ModelBuilder builder)
    {
        builder.Entity<IdentityUserLogin<Guid>>(b =>
        {
            b.Property(l => l.LoginProvider).HasMaxLength(64);
            b.Property(l => l.ProviderKey).HasMaxLength(128);
        });
        builder.Entity<IdentityUserToken<Guid>>(b =>
        {
            b.Property(t => t.LoginProvider).HasMaxLength(64);
            b.Property(t => t.Name).HasMaxLength(128);
        });
    }

    private async Task<int> SaveWithTrailAsync(bool acceptAll, CancellationToken cancel)
    {
        var facts = _facts.ToList();
        _facts.Clear();
        try
        {
            await AuditTrail.WriteAsync(this, [.. facts.Select(f => f.Fact)], auditKey, ActorId, clock.GetUtcNow().UtcDateTime, cancel);
            return await base.SaveChangesAsync(acceptAll, cancel);
        }
        catch
        {
            // Whoever resolves a conflict saves again: the facts are told then, at the chain's new end.
            foreach (var entry in ChangeTracker.Entries<AuditEntry>().Where(e => e.State == EntityState.Added).ToList())
            {
                entry.State = EntityState.Detached;
            }

            _facts.InsertRange(0, facts);
            throw;
        }
    }

    private void RaiseVersions()
    {
        foreach (var entry in ChangeTracker.Entries<Entity>())
        {
            if (entry.State == EntityState.Modified)
            {
                var version = entry.Property(e => e.Version);
                version.CurrentValue = version.OriginalValue + 1;
            }
        }
    }

    private void ListSearchChanges()
    {
        var changed = ChangeTracker.Entries().Select(SearchIndex.ChangedBy).OfType<(SearchKind Kind, Guid Subject)>().Distinct().ToList();

        // A save that failed has left some on the list.
        var listed = ChangeTracker.Entries<SearchChange>().Where(e => e.State == EntityState.Added).Select(e => (e.Entity.Kind, e.Entity.SubjectId)).ToHashSet();
        SearchChanges.AddRange(changed.Where(c => !listed.Contains(c)).Select(c => new SearchChange(c.Kind, c.Subject)));
    }

    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(v => v, v => DateTime.SpecifyKind(v, DateTimeKind.Utc));
}

/// <summary>What differs between database providers, chosen in the provider's project and passed in.</summary>
/// <param name="newKey">Makes keys in the order that the provider likes.</param>
/// <param name="insertTerms">Adds postings of a passage: kind {0}, document {1} and passage {2}, one for each term of the JSON array {3}.</param>
/// <param name="configure">What the provider adds to the model.</param>
public sealed class ProviderModel(NewKey newKey, string insertTerms, Action<ModelBuilder> configure)
{
    public NewKey NewKey { get; } = newKey;

    internal string InsertTerms { get; } = insertTerms;

    internal void Configure(ModelBuilder builder) => configure(builder);
}
