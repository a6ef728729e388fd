using System.Globalization;
using System.Text.Json;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Measures;

namespace Yagura.Tests.ServiceLevel;

/// <summary>Makes journals for tests: entries in Tokyo time, recorded when they happened unless a test says otherwise.</summary>
internal sealed class Journals
{
    public static readonly TimeSpan Tokyo = TimeSpan.FromHours(9);

    private readonly List<JournalEntry> entries = [];

    public IReadOnlyList<JournalEntry> Entries => entries;

    public static string Root
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("YAGURA_ROOT") ?? AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Yagura.slnx"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }

    public static ContractReading Contract(string name) =>
        ContractReader.Read(name + ".yaml", File.ReadAllBytes(Path.Combine(Root, "contracts", name + ".yaml")));

    public static Contract Soc { get; } = Contract("jst-soc").Contract!;

    public static DateTimeOffset Time(string text) =>
        new(DateTime.ParseExact(text, ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None), Tokyo);

    /// <summary>Records an entry: what happened at a time, by the contractor unless the kind is the machine's.</summary>
    public long Add(string at, string kind, string subject, string data = "{}", string? actor = null, string? stated = null)
    {
        actor ??= kind is "incident.detected" or "sandbox.detected" or "coverage.stated" or "archive.day-verified" or "incident.opened" ? "machine" : "contractor:tanaka";
        var number = entries.Count + 1;
        entries.Add(new JournalEntry(number, Time(at), stated is null ? null : Time(stated), kind, subject, actor, EntryData.Parse(data)));
        return number;
    }

    /// <summary>An incident detected and given a severity at once.</summary>
    public void Incident(string id, string at, int severity)
    {
        Add(at, "incident.detected", id, "{\"finding\":\"f-" + id + "\"}");
        Add(at, "incident.severity-set", id, "{\"severity\":" + severity.ToString(CultureInfo.InvariantCulture) + ",\"provisional\":true}", "machine");
    }

    public EvaluationResult Evaluate(string from, string to, string? asOf = null, params Contract[] contracts) =>
        Yagura.ServiceLevel.Evaluation.Evaluate.Run(Input(entries, from, to, asOf, contracts));

    public static EvaluationInput Input(IReadOnlyList<JournalEntry> entries, string from, string to, string? asOf, params Contract[] contracts) =>
        new(new JournalText(entries, [], ChainState.NotVerified, null), contracts.Length == 0 ? [Soc] : contracts,
            DateOnly.Parse(from, CultureInfo.InvariantCulture), DateOnly.Parse(to, CultureInfo.InvariantCulture), asOf is null ? null : Time(asOf), null, null, []);

    public ClockFigure Clock(string measure, string from, string to, string? asOf = null) =>
        Evaluate(from, to, asOf).Measures.OfType<ClockFigure>().Single(figure => figure.Head.Id == measure);

    /// <summary>A whole April 2021, as most cases need it.</summary>
    public ClockFigure April(string measure, string? asOf = null) => Clock(measure, "2021-04-01", "2021-04-30", asOf);

    public static ClockState One(ClockFigure figure, string subject) => figure.Subjects.Single(state => state.Subject == subject && state.Target is null);
}
