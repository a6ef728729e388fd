using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>A condition on one part, compiled.</summary>
internal readonly struct ConditionPlan(int part, KeyTable values, KeyTable unwanted, byte[][] prefixes, byte[][] within, bool present, bool absent)
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

    private bool Matches(ReadOnlySpan<byte> text)
    {
        if (values.Find(text) >= 0)
            return true;
        if (unwanted.Count > 0)
            return unwanted.Find(text) < 0;
        foreach (var prefix in prefixes)
        {
            if (text.StartsWith(prefix))
                return true;
        }

        foreach (var piece in within)
        {
            if (text.IndexOf(piece) >= 0)
                return true;
        }

        return false;
    }
}
