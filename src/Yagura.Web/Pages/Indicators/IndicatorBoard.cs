using Yagura.Detection.Indicators;

namespace Yagura.Web.Pages.Indicators;

/// <summary>Reads the indicators that this server looks for; none where nothing is analysed.</summary>
/// <param name="Read">Reads them now.</param>
public sealed record IndicatorBoard(Func<IndicatorBoardView> Read)
{
    /// <summary>A board without indicators.</summary>
    public static IndicatorBoard Empty { get; } = new(() => new IndicatorBoardView(IndicatorSet.Empty, [], []));
}

/// <summary>The indicators in force.</summary>
/// <param name="Set">The set.</param>
/// <param name="Folders">Folders that it was read from, as the configuration names them.</param>
/// <param name="Polls">Servers that are asked for more.</param>
public sealed record IndicatorBoardView(IndicatorSet Set, IReadOnlyList<string> Folders, IReadOnlyList<PollLine> Polls);

/// <summary>A server that is asked for indicators.</summary>
/// <param name="Source">Id of its source.</param>
/// <param name="Address">Its collection.</param>
public sealed record PollLine(string Source, string Address)
{
    /// <summary>When it was asked last; null before the first time.</summary>
    public DateTimeOffset? LastPoll { get; init; }

    /// <summary>When it answered last.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>Why the last poll failed; null when it did not.</summary>
    public string? Error { get; init; }
}

/// <summary>A source with what it found.</summary>
/// <param name="Source">The source.</param>
/// <param name="Poll">Its server; null for files.</param>
public sealed record IndicatorLine(IndicatorSource Source, PollLine? Poll)
{
    /// <summary>Matches: rows and counts.</summary>
    public long Matches { get; init; }

    /// <summary>Receive time of the newest; null for none.</summary>
    public DateTimeOffset? Last { get; init; }
}
