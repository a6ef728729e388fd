using Yagura.Decoding.Envelopes;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;

namespace Yagura.Decoding.Plans;

/// <summary>Candidates in the order in which they are asked, of which most are left out without asking them: a line cannot be theirs by what it begins with or does not hold. Not thread-safe.</summary>
internal sealed class CandidateSet
{
    /// <summary>Candidates that are few enough to be asked without knowing the trigrams of the line.</summary>
    private const int FewMax = 16;

    private readonly Candidate[] candidates;
    private readonly Gate[] gates;

    /// <summary>What is looked at first, close together: of few candidates all, of many those that the message's first byte allows.</summary>
    private readonly Entry[][] lists;

    /// <summary>For each list that is long, the rarest trigrams of each of its candidates; nothing for the others.</summary>
    private readonly uint[][] rarest;
    private long looked;
    private long lookedAtWords;
    private int chosen;
    private ulong beginning;
    private HeaderParts absent;
    private FirstWords firstWords;

    public CandidateSet(IEnumerable<Candidate> inOrder)
    {
        candidates = [.. inOrder];
        gates = [.. candidates.Select(candidate => new Gate(candidate.Shape?.Words ?? FirstWords.Any, TrigramSet.Of(candidate.Literals, rarer: TrigramSet.AskedMax), candidate.Recogniser.Needs))];
        Entry[] all = [.. candidates.Select((candidate, number) => new Entry(FirstBytes.Asked(candidate.Beginning), TrigramSet.Of(candidate.Literals), number))];
        lists = candidates.Length <= FewMax ? [all] : [.. Enumerable.Range(0, 256).Select(first => all.Where(entry => candidates[entry.Number].CanBegin((byte)first)).ToArray())];
        rarest = [.. lists.Select(list => list.Length <= FewMax ? [] : list.Select(entry => TrigramSet.RarestTwo(entry.Threes)).ToArray())];
    }

    public Candidate this[int number] => candidates[number];

    /// <summary>Number of candidates.</summary>
    public int Count => candidates.Length;

    /// <summary>Number of the next candidate that is to be asked about the line; -1 when there is none.</summary>
    /// <param name="line">The line.</param>
    /// <param name="at">Where to look on: 0 at first.</param>
    public int Next(Line line, ref int at)
    {
        if (looked != line.Reading)
            Look(line);
        var (list, two) = (lists[chosen], rarest[chosen]);
        while (true)
        {
            if (two.Length > 0)
                at = line.Threes.NextHeld(two, at);
            if (at >= list.Length)
                return -1;
            ref readonly var entry = ref list[at++];
            if (entry.Beginning.MayBegin(beginning) && (two.Length == 0 || line.Threes.MayHold(entry.Threes)) && MayBe(gates[entry.Number], line, two.Length > 0))
                return entry.Number;
        }
    }

    /// <summary>The parts that a header lacks.</summary>
    public static HeaderParts AbsentOf(Envelope envelope) =>
        (envelope.Program.IsEmpty ? HeaderParts.Program : HeaderParts.None) | (envelope.CiscoFacility.IsEmpty ? HeaderParts.Facility : HeaderParts.None)
        | (envelope.MessageId.IsEmpty ? HeaderParts.MessageId : HeaderParts.None) | (envelope.StructuredData.IsEmpty ? HeaderParts.StructuredData : HeaderParts.None);

    private void Look(Line line)
    {
        looked = line.Reading;
        var message = line.MessageBytes;
        beginning = FirstBytes.Of(message);
        absent = AbsentOf(line.Envelope);
        chosen = lists.Length == 1 || message.IsEmpty ? 0 : message[0];
    }

    private bool MayBe(in Gate gate, Line line, bool hasThrees)
    {
        if ((gate.Needs & absent) != HeaderParts.None || (hasThrees && !line.Threes.MayHold(gate.Threes)))
            return false;
        if (gate.Words == FirstWords.Any)
            return true;
        if (lookedAtWords != looked)
        {
            lookedAtWords = looked;
            firstWords = FirstWords.Of(line.MessageBytes);
        }

        return gate.Words.Allow(firstWords);
    }

    /// <summary>A candidate: how its messages begin, which trigrams they hold, and its number.</summary>
    private readonly record struct Entry(FirstBytes Beginning, ulong Threes, int Number);

    /// <summary>What a line must be like that may be a candidate's: its message's first words, further trigrams, and the parts of its header.</summary>
    private readonly record struct Gate(FirstWords Words, ulong Threes, HeaderParts Needs);
}
