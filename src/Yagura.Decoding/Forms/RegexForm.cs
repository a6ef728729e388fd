using System.Text;
using System.Text.RegularExpressions;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>A regular expression with named groups: the last resort, the only form that allocates.</summary>
/// <param name="expression">Never backtracks, so its time is linear in the text.</param>
/// <param name="groups">Part of each group number; -1 for none.</param>
internal sealed class RegexForm(Regex expression, int[] groups) : Form
{
    /// <summary>Bytes of the text that are looked at.</summary>
    private const int LengthMax = 64 * 1024;

    /// <remarks>The bytes are read as Latin-1, one character a byte, so that positions in the match are positions in the text.</remarks>
    public override bool Read(Region text, Parts parts)
    {
        var window = text.Bytes[..Math.Min(text.Length, LengthMax)];
        Match match;
        try
        {
            match = expression.Match(Encoding.Latin1.GetString(window));
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }

        if (!match.Success)
            return false;
        for (var i = 0; i < groups.Length; i++)
        {
            var group = match.Groups[i];
            if (groups[i] >= 0 && group.Success)
                parts.Set(groups[i], text.Slot(group.Index, group.Length, ValueKind.Text));
        }

        return true;
    }
}
