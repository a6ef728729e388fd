using Yagura.Decoding.Forms;
using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>A condition on one part, compiled.</summary>
internal readonly struct ConditionPlan(int part, TextMatch wanted, TextMatch unwanted, bool present, bool absent)
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

    public static bool All(ConditionPlan[] conditions, Parts parts)
    {
        foreach (ref readonly var condition in conditions.AsSpan())
        {
            if (!condition.Holds(parts))
                return false;
        }

        return true;
    }

    private bool Matches(ReadOnlySpan<byte> text) => (wanted.IsEmpty ? !unwanted.IsEmpty : wanted.Matches(text)) && !unwanted.Matches(text);
}
