using System.Numerics;
using Yagura.Decoding.Envelopes;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;

namespace Yagura.Decoding.Plans;

/// <summary>All candidates in the order in which they are asked, and which of them a line cannot be of: most, found in a few steps. Sets of candidates are bits. Not thread-safe.</summary>
internal sealed class CandidateIndex
{
    /// <summary>Candidates that are few enough to be asked without knowing the trigrams of the line.</summary>
    private const int FewMax = 8;

    private readonly Candidate[] candidates;
    private readonly ulong[] threesAsked;
    private readonly Gate[] gates;
    private readonly int words;
    private readonly ulong[] byFirst;
    private readonly ulong[] byAbsent;
    private readonly ulong[] possible;
    private readonly TrigramSet threes = new();
    private ulong beginning;
    private FirstWords firstWords;
    private long looked;
    private long lookedAtWords;
    private long lookedAtThrees;
    private bool areFew;

    public CandidateIndex(IEnumerable<Candidate> inOrder)
    {
        candidates = [.. inOrder];
        threesAsked = [.. candidates.Select(candidate => TrigramSet.Of(candidate.Literals))];
        gates = [.. candidates.Select(GateOf)];
        words = (candidates.Length + 63) / 64;
        possible = new ulong[words];
        byFirst = [.. Enumerable.Range(0, 256).SelectMany(first => SetOf(number => candidates[number].CanBegin((byte)first)))];
        byAbsent = [.. Enumerable.Range(0, 16).SelectMany(absent => SetOf(number => (candidates[number].Recogniser.Needs & (HeaderParts)absent) == HeaderParts.None))];
    }

    public Candidate this[int number] => candidates[number];

    /// <summary>Number of candidates.</summary>
    public int Count => candidates.Length;

    /// <summary>The candidates of which something holds, as a set.</summary>
    public ulong[] SetOf(Func<int, bool> holds)
    {
        var set = new ulong[words];
        for (var number = 0; number < candidates.Length; number++)
            set[number >> 6] |= holds(number) ? 1UL << number : 0;
        return set;
    }

    /// <summary>The next candidate of a set, from a number on, that the line may be of; -1 when there is none.</summary>
    public int Next(ulong[] set, Line line, int from)
    {
        var isNew = looked != line.Reading;
        if (isNew)
            Look(line);
        if (isNew || from == 0)
            Decide(set, line);
        for (var (word, mask) = (from >> 6, ulong.MaxValue << from); word < words; word++, mask = ulong.MaxValue)
        {
            for (var left = set[word] & possible[word] & mask; left != 0; left &= left - 1)
            {
                var number = (word << 6) + BitOperations.TrailingZeroCount(left);
                if ((areFew || threes.MayHold(threesAsked[number])) && MayBe(number, line))
                    return number;
            }
        }

        return -1;
    }

    private bool MayBe(int number, Line line)
    {
        ref readonly var gate = ref gates[number];
        if (!gate.Beginning.MayBegin(beginning))
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

    /// <summary>Looks at the line once, for all sets.</summary>
    private void Look(Line line)
    {
        looked = line.Reading;
        var message = line.MessageBytes;
        beginning = FirstBytes.Of(message);
        var first = byFirst.AsSpan((message.IsEmpty ? 0 : message[0]) * words, words);
        var absent = byAbsent.AsSpan((int)AbsentOf(line.Envelope) * words, words);
        for (var word = 0; word < words; word++)
            possible[word] = first[word] & absent[word];
    }

    /// <summary>A program's name leaves a few candidates; of a message without one there are more than a hundred, and its trigrams rule out most.</summary>
    private void Decide(ulong[] set, Line line)
    {
        var count = 0;
        for (var word = 0; word < words; word++)
            count += BitOperations.PopCount(set[word] & possible[word]);
        areFew = count <= FewMax;
        if (areFew || lookedAtThrees == looked)
            return;
        lookedAtThrees = looked;
        threes.Take(line.MessageBytes);
    }

    private static HeaderParts AbsentOf(Envelope envelope) =>
        (envelope.Program.IsEmpty ? HeaderParts.Program : HeaderParts.None) | (envelope.CiscoFacility.IsEmpty ? HeaderParts.Facility : HeaderParts.None)
        | (envelope.MessageId.IsEmpty ? HeaderParts.MessageId : HeaderParts.None) | (envelope.StructuredData.IsEmpty ? HeaderParts.StructuredData : HeaderParts.None);

    private static Gate GateOf(Candidate candidate) =>
        new(FirstBytes.Asked(candidate.Beginning), candidate.Shape?.Words ?? FirstWords.Any);

    /// <summary>What a message must be like: its first bytes and its first words.</summary>
    private readonly record struct Gate(FirstBytes Beginning, FirstWords Words);
}
