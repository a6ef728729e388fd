using Yagura.Decoding.Definitions;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>Where a step or a case stands in a switch: the switch's number in the plan (-1 for none), and its own among those that the switch decides.</summary>
internal readonly record struct SwitchPlace(int Switch, int Number)
{
    public static SwitchPlace None => new(-1, 0);
}

/// <summary>Decides many conditions on one part at once: its text is looked up when it has become another one, not in each of them.</summary>
/// <remarks>A decoder may have a hundred steps and cases, each for some numbers of events. Not thread-safe: it remembers the text that it looked up.</remarks>
internal sealed class TextSwitch
{
    /// <summary>Fewest conditions on one part that are decided together.</summary>
    public const int ConditionsMin = 3;

    /// <summary>Most of them: each text has a bit for each, and a file may have as many texts as it likes.</summary>
    public const int ConditionsMax = 1024;

    private readonly int part;
    private readonly KeyTable texts;

    /// <summary>For each text the conditions that want it, one bit each.</summary>
    private readonly ulong[][] wantedBy;
    private readonly ulong[] none;
    private readonly ulong[] several;
    private Slot seen;
    private ulong[] holds;

    /// <param name="part">The part.</param>
    /// <param name="wanted">The texts that each condition wants.</param>
    public TextSwitch(int part, IReadOnlyList<IReadOnlyList<string>> wanted)
    {
        this.part = part;
        none = new ulong[(wanted.Count + 63) / 64];
        several = [.. none];
        holds = none;
        var byText = new OrderedDictionary<string, ulong[]>(StringComparer.Ordinal);
        for (var number = 0; number < wanted.Count; number++)
        {
            foreach (var text in wanted[number])
            {
                byText.TryAdd(text, [.. none]);
                byText[text][number >> 6] |= 1UL << number;
            }
        }

        texts = new KeyTable([.. byText.Keys.Select((text, row) => KeyValuePair.Create(text, row))]);
        wantedBy = [.. byText.Values];
    }

    /// <summary>Whether a condition is such a one: it wants texts as they stand, and nothing else of the part.</summary>
    public static bool Decides(Condition condition) => condition.Values.Count > 0 && condition.Values.All(value => value.Length > 0 && value[0] != '!' && !value.Contains('*'));

    /// <summary>Begins another line.</summary>
    public void Begin() => (seen, holds) = (default, none);

    /// <summary>Whether a condition holds; of a part with several values, for one of them.</summary>
    public bool Holds(int number, Parts parts)
    {
        var value = parts[part];
        if (value != seen)
            Look(value, parts);
        return (holds[number >> 6] >> number & 1) != 0;
    }

    private void Look(Slot value, Parts parts)
    {
        seen = value;
        holds = value.Kind == ValueKind.List ? AnyOf(parts.Target.Elements(value), parts.Target) : WantedBy(parts.Target.Bytes(value));
    }

    private ulong[] WantedBy(ReadOnlySpan<byte> text)
    {
        var row = texts.Find(text);
        return row < 0 ? none : wantedBy[row];
    }

    private ulong[] AnyOf(ReadOnlySpan<Slot> values, Event target)
    {
        Array.Clear(several);
        foreach (var value in values)
        {
            var wanting = WantedBy(target.Bytes(value));
            for (var word = 0; word < several.Length; word++)
                several[word] |= wanting[word];
        }

        return several;
    }
}

/// <summary>Puts the conditions of a plan's steps and cases into switches.</summary>
internal sealed class TextSwitches
{
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<List<IReadOnlyList<string>>> wanted = [];

    /// <param name="conditions">The conditions of each step and case.</param>
    public TextSwitches(IEnumerable<IReadOnlyList<Condition>> conditions)
    {
        var counts = conditions.SelectMany(all => all.Where(TextSwitch.Decides).Select(one => one.Part).Distinct(StringComparer.Ordinal)).CountBy(part => part, StringComparer.Ordinal);
        foreach (var (part, _) in counts.Where(one => one.Value >= TextSwitch.ConditionsMin).OrderByDescending(one => one.Value))
        {
            places.Add(part, wanted.Count);
            wanted.Add([]);
        }
    }

    /// <summary>Takes one condition into a switch: that on the part that most ask for.</summary>
    /// <param name="asked">The conditions of a step or a case.</param>
    /// <param name="rest">Those that remain to be asked one by one.</param>
    public SwitchPlace Take(IReadOnlyList<Condition> asked, out IReadOnlyList<Condition> rest)
    {
        rest = asked;
        if (asked.Where(one => TextSwitch.Decides(one) && places.TryGetValue(one.Part, out var place) && wanted[place].Count < TextSwitch.ConditionsMax).MinBy(one => places[one.Part]) is not { } taken)
            return SwitchPlace.None;
        var at = places[taken.Part];
        wanted[at].Add(taken.Values);
        rest = [.. asked.Where(one => one != taken)];
        return new SwitchPlace(at, wanted[at].Count - 1);
    }

    /// <summary>The switches, by their numbers.</summary>
    public TextSwitch[] Bind(Func<string, int> partOf) => [.. places.OrderBy(place => place.Value).Select(place => new TextSwitch(partOf(place.Key), wanted[place.Value]))];
}
