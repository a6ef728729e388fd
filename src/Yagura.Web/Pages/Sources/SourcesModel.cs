using Yagura.Operations.Coverage;
using Yagura.Operations.Store;

namespace Yagura.Web.Pages.Sources;

/// <summary>One source in the list.</summary>
/// <param name="Row">What is known of it.</param>
/// <param name="Hourly">Events of each of the last 24 hours, the oldest first.</param>
/// <param name="Today">Events since midnight of the contract's zone.</param>
/// <param name="Silence">The silence that lasts; null while it sends.</param>
public sealed record SourceLine(SourceRow Row, IReadOnlyList<long> Hourly, long Today, SilenceRow? Silence)
{
    /// <summary>Whether it is a relay: its own lines may be none, others come through it.</summary>
    public bool IsRelay { get; init; }

    /// <summary>When a record of a source behind it came last; null for none yet, and for what is no relay.</summary>
    public DateTimeOffset? LastRelayed { get; init; }

    /// <summary>Its loss meter; null for a source that the contract does not count, or when the archive cannot be read.</summary>
    public LossMeter? Meter { get; init; }

    /// <summary>Share of records that no decoder could read, 0 to 1.</summary>
    public double UnparsedShare => Row.Records == 0 ? 0 : (double)Row.Unparsed / Row.Records;
}

/// <summary>One source's page.</summary>
/// <param name="Line">The source.</param>
/// <param name="Silences">Its silences, newest first.</param>
/// <param name="HourLabels">Labels of the hours of the chart.</param>
public sealed record SourceModel(SourceLine Line, IReadOnlyList<SilenceRow> Silences, IReadOnlyList<string> HourLabels)
{
    /// <summary>The day that the bar shows.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The day, minute by minute; null when the archive cannot be read.</summary>
    public DayBar? Bar { get; init; }

    /// <summary>Why minutes of the day or the month are missing, newest first.</summary>
    public IReadOnlyList<LossCause> Causes { get; init; } = [];
}
