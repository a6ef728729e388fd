using Yagura.Detection.Values;
using Yagura.Events.Predicates;

namespace Yagura.Detection.Tests;

/// <summary>Whether any value of a field matches a text with wildcards.</summary>
internal sealed class TextTest : FieldTest
{
    public TextTest(string field, TextPattern pattern, string key)
        : base(field, key) => Pattern = pattern;

    /// <summary>The text.</summary>
    public TextPattern Pattern { get; }

    /// <inheritdoc/>
    public override bool Holds(EventView view, int slot, int other)
    {
        if (slot < 0)
            return false;
        var count = view.Count(slot);
        for (var i = 0; i < count; i++)
        {
            if (Pattern.IsMatch(Pattern.Cased ? view.Raw(view.Values(slot)[i]) : view.Folded(slot, i)))
                return true;
        }

        return false;
    }
}
