using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>A pattern of a list, with the number that is noted when it matches so that its constants can be given.</summary>
internal readonly record struct NotedPattern(Pattern Pattern, int Note);

/// <summary>The first pattern that matches, of the list that a part's value chooses: a message number leaves only the few sentences that it can be.</summary>
/// <param name="by">Part whose value chooses the list; -1 when there is one list only.</param>
/// <param name="values">Number of the list by value.</param>
/// <param name="lists">The lists; the last one is for all other values.</param>
internal sealed class PatternsForm(int by, KeyTable values, NotedPattern[][] lists) : Form
{
    private readonly FirstBytes[][] beginnings = [.. lists.Select(list => list.Select(one => FirstBytes.Asked(one.Pattern.Literals[0])).ToArray())];
    private readonly Slot[] found = new Slot[Pattern.CapturesMax];

    public override bool Read(Region text, Parts parts)
    {
        var chosen = by < 0 ? -1 : values.Find(parts.Target.Bytes(parts[by]));
        var list = lists[chosen < 0 ? lists.Length - 1 : chosen];
        var asked = beginnings[chosen < 0 ? lists.Length - 1 : chosen];
        var first = FirstBytes.Of(text.Bytes);
        for (var i = 0; i < asked.Length; i++)
        {
            if (!asked[i].MayBegin(first))
                continue;
            var (pattern, note) = list[i];
            if (!pattern.Matches(text, found, parts.Effort))
                continue;
            pattern.Keep(found, parts);
            parts.AddNote(note);
            return true;
        }

        return false;
    }
}
