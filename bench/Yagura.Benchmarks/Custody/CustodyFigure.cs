namespace Yagura.Benchmarks.Custody;

/// <summary>A figure of the custody path against its peer.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Goal">What is to be reached.</param>
/// <param name="Reached">Whether the median reaches it.</param>
/// <param name="Median">Of the pairs.</param>
/// <param name="Least">Of the pairs.</param>
/// <param name="Most">Of the pairs.</param>
/// <param name="Pairs">Each pair: ours and the peer's, in the order in which they ran, with wall and CPU seconds.</param>
internal sealed record CustodyFigure(string Name, string Goal, bool Reached, double Median, double Least, double Most, IReadOnlyList<CustodyPair> Pairs)
{
    /// <summary>A figure that is to be at least, or at most, a goal.</summary>
    public static CustodyFigure Of(string name, double goal, bool atLeast, IReadOnlyList<CustodyPair> pairs)
    {
        var values = pairs.Select(pair => pair.Value).Order().ToArray();
        var median = values[values.Length / 2];
        return new CustodyFigure(name, $"{(atLeast ? "≥" : "≤")} {goal}", atLeast ? median >= goal : median <= goal, median, values[0], values[^1], pairs);
    }
}

/// <summary>One pair.</summary>
/// <param name="OursFirst">Who ran first: they take turns.</param>
/// <param name="Value">The figure of the pair.</param>
/// <param name="Ours">What our side did.</param>
/// <param name="Peer">What the peer did.</param>
internal sealed record CustodyPair(bool OursFirst, double Value, CustodySide Ours, CustodySide Peer);

/// <summary>One side of a pair.</summary>
/// <param name="Amount">Records, bytes or milliseconds, as <see cref="Unit"/> says.</param>
/// <param name="Unit">What was counted.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="CpuSeconds">Processor time of the process, of all its threads.</param>
internal sealed record CustodySide(double Amount, string Unit, double Seconds, double CpuSeconds);
