using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Store;

/// <summary>The one model of journal, state and accounts; SQLite and PostgreSQL each derive a context with their own migrations.</summary>
public abstract class StoreContext(DbContextOptions options) : IdentityDbContext<Account>(options)
{
    /// <summary>The journal. Write through <see cref="StoreTransaction.Append"/> only.</summary>
    public DbSet<JournalRow> Journal => Set<JournalRow>();

    /// <summary>The journal's head.</summary>
    public DbSet<JournalHeadRow> JournalHead => Set<JournalHeadRow>();

    /// <summary>Cursors of the database stages.</summary>
    public DbSet<CursorRow> Cursors => Set<CursorRow>();

    /// <summary>Configured facts.</summary>
    public DbSet<SettingRow> Settings => Set<SettingRow>();

    /// <summary>Incidents.</summary>
    public DbSet<IncidentRow> Incidents => Set<IncidentRow>();

    /// <summary>Findings.</summary>
    public DbSet<FindingRow> Findings => Set<FindingRow>();

    /// <summary>Findings beyond the row limits.</summary>
    public DbSet<FindingCountRow> FindingCounts => Set<FindingCountRow>();

    /// <summary>Sandbox alerts.</summary>
    public DbSet<SandboxRow> SandboxAlerts => Set<SandboxRow>();

    /// <summary>Sources.</summary>
    public DbSet<SourceRow> Sources => Set<SourceRow>();

    /// <summary>Counts of sources by minute and hour.</summary>
    public DbSet<SourceCountRow> SourceCounts => Set<SourceCountRow>();

    /// <summary>Lines that no decoder could read, by shape.</summary>
    public DbSet<UnparsedRow> Unparsed => Set<UnparsedRow>();

    /// <summary>Silences past the cadence.</summary>
    public DbSet<SilenceRow> Silences => Set<SilenceRow>();

    /// <summary>Deliverables.</summary>
    public DbSet<DeliverableRow> Deliverables => Set<DeliverableRow>();

    /// <summary>Printed reports.</summary>
    public DbSet<ReportRow> Reports => Set<ReportRow>();

    /// <summary>Fixed, so that the schema does not depend on who makes the context; 3 has passkeys.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTextConverter>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        Record(builder);
        Incident(builder);
        Feed(builder);
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            entity.SetTableName(Snake(entity.GetTableName() ?? entity.ClrType.Name));
            foreach (var property in entity.GetProperties()) property.SetColumnName(Snake(property.Name));
        }
    }

    private static void Record(ModelBuilder builder)
    {
        builder.Entity<JournalRow>(row =>
        {
            row.ToTable("journal").HasKey(r => r.Number);
            row.Property(r => r.Number).ValueGeneratedNever();
            row.HasIndex(r => new { r.Subject, r.Number });
            row.HasIndex(r => new { r.Kind, r.Number });
            row.HasIndex(r => r.At);
        });
        builder.Entity<JournalHeadRow>(row =>
        {
            row.ToTable("journal_head").HasKey(r => r.Id);
            row.Property(r => r.Id).ValueGeneratedNever();
            row.HasData(new JournalHeadRow { Id = JournalHeadRow.OnlyId, Number = 0, Hash = JournalHash.Genesis });
        });
        builder.Entity<CursorRow>().ToTable("cursors").HasKey(r => r.Stage);
        builder.Entity<SettingRow>().ToTable("settings").HasKey(r => r.Key);
    }

    private static void Incident(ModelBuilder builder)
    {
        builder.Entity<IncidentRow>(row =>
        {
            row.ToTable("incidents").HasKey(r => r.Number);
            row.Property(r => r.Number).ValueGeneratedNever();
            row.Property(r => r.Version).IsConcurrencyToken();
            row.HasIndex(r => r.Subject).IsUnique();
            row.HasIndex(r => new { r.State, r.RuleId, r.Entity });
        });
        builder.Entity<FindingRow>(row =>
        {
            row.ToTable("findings").HasKey(r => r.Id);
            row.HasIndex(r => new { r.RuleId, r.RuleHash, r.Node, r.Sequence, r.Item, r.GroupKey }).IsUnique();
            row.HasIndex(r => r.Incident);
            row.HasIndex(r => r.ReceivedAt);
            row.HasIndex(r => new { r.State, r.Id });
            row.Ignore(r => r.Identity);
        });
        builder.Entity<FindingCountRow>().ToTable("finding_counts").HasKey(r => new { r.RuleId, r.GroupKey, r.Minute });
        builder.Entity<SandboxRow>(row =>
        {
            row.ToTable("sandbox_alerts").HasKey(r => r.Subject);
            row.HasIndex(r => r.Hash);
            row.HasIndex(r => r.JudgedAt);
        });
    }

    private static void Feed(ModelBuilder builder)
    {
        builder.Entity<SourceRow>().ToTable("sources").HasKey(r => r.Id);
        builder.Entity<SourceCountRow>(row =>
        {
            row.ToTable("source_counts").HasKey(r => new { r.Source, r.Span, r.From });
            row.HasIndex(r => new { r.Span, r.From });
        });
        builder.Entity<UnparsedRow>(row =>
        {
            row.ToTable("unparsed").HasKey(r => r.Id);
            row.HasIndex(r => r.Source);
            row.HasIndex(r => r.LastSeen);
        });
        builder.Entity<SilenceRow>().ToTable("silences").HasKey(r => new { r.Source, r.From });
        builder.Entity<DeliverableRow>().ToTable("deliverables").HasKey(r => r.Subject);
        builder.Entity<ReportRow>().ToTable("reports").HasKey(r => new { r.Deliverable, r.Period, r.Language, r.Version });
    }

    private static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(name[i]) && !char.IsAsciiLetterUpper(name[i - 1]) && name[i - 1] != '_') text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}

/// <summary>The store in a SQLite file.</summary>
public sealed class SqliteStoreContext(DbContextOptions<SqliteStoreContext> options) : StoreContext(options);

/// <summary>The store in a PostgreSQL database.</summary>
public sealed class PostgresStoreContext(DbContextOptions<PostgresStoreContext> options) : StoreContext(options);
