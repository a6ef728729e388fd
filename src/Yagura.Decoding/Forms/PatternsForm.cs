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
    private readonly Slot[] found = new Slot[Pattern.CapturesMax];

    public override bool Read(Region text, Parts parts)
    {
        var list = by < 0 ? -1 : values.Find(parts.Target.Bytes(parts[by]));
        foreach (var (pattern, note) in list < 0 ? lists[^1] : lists[list])
        {
            if (!pattern.Matches(text, found, parts.Effort))
                continue;
            pattern.Keep(found, parts);
            parts.AddNote(note);
            return true;
        }

        return false;
    }
}
