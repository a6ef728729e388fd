using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Yagura.Detection.Values;

namespace Yagura.Detection.Tests;

/// <summary>Whether a regular expression is found in any value of a field, or in any value at all when it has no field.</summary>
internal sealed class RegexTest(string? field, Regex regex, string key) : FieldTest(field, key)
{
    /// <inheritdoc/>
    public override bool HoldsWithoutField => Field is null;

    /// <inheritdoc/>
    public override bool Holds(EventView view, int slot, int other)
    {
        if (Field is not null)
            return slot >= 0 && HoldsIn(view, slot);
        for (var any = 0; any < view.Event.Layout.Count; any++)
        {
            if (HoldsIn(view, any))
                return true;
        }

        for (var i = 0; i < view.Event.UndeclaredCount; i++)
        {
            if (IsMatch(view.Raw(view.Event.Undeclared(i).Value)))
                return true;
        }

        return false;
    }

    private bool HoldsIn(EventView view, int slot)
    {
        var count = view.Count(slot);
        for (var i = 0; i < count; i++)
        {
            if (IsMatch(view.Raw(view.Values(slot)[i])))
                return true;
        }

        return false;
    }

    private bool IsMatch(ReadOnlySpan<byte> value)
    {
        var characters = ArrayPool<char>.Shared.Rent(Math.Max(1, value.Length));
        try
        {
            var length = Encoding.UTF8.GetChars(value, characters);
            return regex.IsMatch(characters.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }
}
