using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>A condition on one part, compiled. Most want one short text, which stands in the condition itself.</summary>
/// <param name="part">The part.</param>
/// <param name="only">The one text that is wanted; none when <paramref name="texts"/> say more.</param>
/// <param name="texts">Texts that are wanted and unwanted; null when <paramref name="only"/> says all, or when any will do.</param>
/// <param name="present">Whether any text will do.</param>
/// <param name="absent">Whether none will do.</param>
internal readonly struct ConditionPlan(int part, ShortText only, ConditionTexts? texts, bool present, bool absent)
{
    public bool Holds(Parts parts)
    {
        var value = parts[part];
        if (value.Kind is ValueKind.Absent or ValueKind.Null || value.Length == 0)
            return absent;
        if (present)
            return true;
        if (value.Kind != ValueKind.List)
            return Matches(parts.Target.Bytes(value));
        foreach (var element in parts.Target.Elements(value))
        {
            if (Matches(parts.Target.Bytes(element)))
                return true;
        }

        return false;
    }

    public static bool All(ReadOnlySpan<ConditionPlan> conditions, Parts parts)
    {
        foreach (ref readonly var condition in conditions)
        {
            if (!condition.Holds(parts))
                return false;
        }

        return true;
    }

    private bool Matches(ReadOnlySpan<byte> text) => texts is null ? only.Is(text) : texts.Matches(text);
}

/// <summary>Texts that a part may be, and those that it may not be.</summary>
internal sealed class ConditionTexts(TextMatch wanted, TextMatch unwanted)
{
    public bool Matches(ReadOnlySpan<byte> text) => (wanted.IsEmpty ? !unwanted.IsEmpty : wanted.Matches(text)) && !unwanted.Matches(text);
}
