using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>The first pattern of a list that matches; its number is noted so that its constants can be given.</summary>
/// <param name="patterns">Each with the number that is noted.</param>
internal sealed class PatternsForm((Pattern Pattern, int Note)[] patterns) : Form
{
    private readonly Slot[] found = new Slot[Pattern.CapturesMax];

    public override bool Read(Region text, Parts parts)
    {
        foreach (var (pattern, note) in patterns)
        {
            if (!pattern.Matches(text, found))
                continue;
            pattern.Keep(found, parts);
            parts.AddNote(note);
            return true;
        }

        return false;
    }
}
