namespace Yagura.Detection.Match;

/// <summary>The necessary condition of a rule: signals of which at least one is given whenever the rule holds.</summary>
/// <param name="Any">The signals.</param>
/// <param name="Chance">Estimated share of ordinary events that give one.</param>
internal sealed record NecessarySignals(IReadOnlyList<int> Any, double Chance)
{
    /// <summary>The best necessary condition of a compiled condition, null when it has none.</summary>
    /// <param name="node">The condition.</param>
    /// <param name="signalOf">The signal that decides a test or that it needs, -1 for none.</param>
    /// <param name="signals">The signals.</param>
    public static NecessarySignals? Of(Node node, Func<int, int> signalOf, Signals signals) => node.Kind switch
    {
        NodeKind.Test => signalOf(node.Test) is var signal and >= 0 ? new NecessarySignals([signal], signals.ChanceOf(signal)) : null,
        NodeKind.All => node.Parts.Select(part => Of(part, signalOf, signals)).Where(part => part is not null).MinBy(part => part!.Chance),
        NodeKind.Any => OfAny(node, signalOf, signals),
        _ => null,
    };

    private static NecessarySignals? OfAny(Node node, Func<int, int> signalOf, Signals signals)
    {
        var any = new HashSet<int>();
        foreach (var part in node.Parts)
        {
            if (Of(part, signalOf, signals) is not { } needed)
                return null;
            any.UnionWith(needed.Any);
        }

        // An empty "any" never holds: it needs nothing that could be given.
        return new NecessarySignals([.. any], any.Sum(signals.ChanceOf));
    }
}
