using Yagura.Decoding.Text;

namespace Yagura.Decoding.Forms;

/// <summary>Fragments that may stand anywhere in a sentence: each that is found keeps its captures, and what was found first stays.</summary>
/// <remarks>
/// For the long tail of messages that nobody wrote a whole pattern for. A fragment begins with a literal; its last capture runs as far as its check allows.
/// Sample: <c>from %{source.address:ip}/%{source.port:int}</c> in <c>refused from 192.0.2.1/4000, reason 7</c>.
/// </remarks>
/// <param name="fragments">In the order in which they are looked for.</param>
internal sealed class FindForm(Pattern[] fragments) : Form
{
    /// <summary>Fragments that are few enough to be looked for without knowing the trigrams of the text.</summary>
    private const int FewMax = 6;

    /// <summary>Longest text whose trigrams are taken, in bytes.</summary>
    private const int TakenMax = 4096;

    private readonly ulong[] threes = fragments.Length <= FewMax ? [] : [.. fragments.Select(fragment => TrigramSet.Of(fragment.Literals))];

    public override bool HasUnderstood => false;

    public override bool Read(Region text, Parts parts)
    {
        var any = false;
        var found = parts.Scratch;
        var isTaken = threes.Length > 0 && text.Length <= TakenMax;
        if (isTaken)
            parts.Threes.Take(text.Bytes);
        for (var number = 0; number < fragments.Length; number++)
        {
            if ((isTaken && !parts.Threes.MayHold(threes[number])) || !fragments[number].IsIn(text, found, parts.Effort))
                continue;
            fragments[number].Keep(found, parts);
            any = true;
        }

        return any;
    }
}
