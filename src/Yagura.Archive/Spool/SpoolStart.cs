namespace Yagura.Archive.Spool;

/// <summary>What a recovery hands to the spool: content, chain, the new file, tails.</summary>
internal sealed record SpoolStart
{
    internal required SpoolContent Content { get; init; }

    internal required ChainPoint Chain { get; init; }

    internal required SpoolFile File { get; init; }

    internal required long NextFile { get; init; }

    internal required RepeatFinder Repeats { get; init; }

    internal required SpoolRecovery Found { get; init; }
}
