using System.Text.RegularExpressions;
using Yagura.Detection.Tests;
using Yagura.Events.Predicates;
using YamlDotNet.RepresentationModel;

namespace Yagura.Detection.Sigma;

/// <summary>One detection item, <c>Field|modifier|…: values</c>, turned into a condition.</summary>
/// <remarks>Modifiers act in the order in which they are written; Sigma 2.1, appendix "Modifiers".</remarks>
internal sealed class Modifiers
{
    private enum Operation
    {
        Text,
        Regex,
        Address,
        Number,
        Exists,
        Reference,
        Time,
    }

    private readonly string? field;
    private readonly int line;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> placeholders;
    private List<ItemValue> values;
    private Operation operation;
    private ReferenceMatch match;
    private NumberOrder order;
    private TimePart timePart;
    private RegexOptions regexOptions = RegexOptions.CultureInvariant;
    private bool all;
    private bool cased;
    private bool negated;
    private bool expanded;

    private Modifiers(string? field, int line, List<ItemValue> values, IReadOnlyDictionary<string, IReadOnlyList<string>> placeholders)
    {
        this.field = field;
        this.line = line;
        this.values = values;
        this.placeholders = placeholders;
    }

    /// <summary>The condition of one item. An empty field name is a keyword item.</summary>
    /// <exception cref="RefusedException">A modifier is unknown or cannot stand here, or a value does not fit it.</exception>
    public static Condition Read(string key, YamlNode node, IReadOnlyDictionary<string, IReadOnlyList<string>> placeholders, int line)
    {
        var parts = key.Split('|');
        var name = parts[0].Replace(" ", "", StringComparison.Ordinal);
        var item = new Modifiers(name.Length == 0 ? null : name, line, ItemValue.ReadAll(node), placeholders);
        foreach (var modifier in parts.Skip(1))
            item.Apply(modifier.Trim());
        return item.Build();
    }

    private void Apply(string modifier)
    {
        switch (modifier)
        {
            case "contains": Surround(start: true, end: true, ReferenceMatch.Contains); break;
            case "startswith": Surround(start: false, end: true, ReferenceMatch.StartsWith); break;
            case "endswith": Surround(start: true, end: false, ReferenceMatch.EndsWith); break;
            case "all": all = true; break;
            case "cased": cased = true; break;
            case "neq": negated = true; break;
            case "windash": ForEachText(value => value with { Parts = ValueText.WithDashes(value.Parts) }); break;
            case "expand": Expand(); break;
            case "re": operation = Operation.Regex; break;
            case "cidr": operation = Operation.Address; break;
            case "exists": operation = Operation.Exists; break;
            case "fieldref": operation = Operation.Reference; break;
            default: ApplyRare(modifier); break;
        }
    }

    private void ApplyRare(string modifier)
    {
        if (EncodedValue.Apply(modifier, values, line) is { } encoded)
            values = encoded;
        else if (!ApplyOrder(modifier) && !ApplyTime(modifier) && !ApplyRegexFlag(modifier))
            throw new RefusedException(line, $"the modifier '{modifier}' is unknown");
    }

    private bool ApplyOrder(string modifier)
    {
        NumberOrder? found = modifier switch
        {
            "lt" => NumberOrder.Less,
            "lte" => NumberOrder.LessOrEqual,
            "gt" => NumberOrder.Greater,
            "gte" => NumberOrder.GreaterOrEqual,
            _ => null,
        };
        if (found is null)
            return false;
        order = found.Value;
        operation = Operation.Number;
        return true;
    }

    private bool ApplyTime(string modifier)
    {
        TimePart? found = modifier switch
        {
            "minute" => TimePart.Minute,
            "hour" => TimePart.Hour,
            "day" => TimePart.Day,
            "week" => TimePart.Week,
            "month" => TimePart.Month,
            "year" => TimePart.Year,
            _ => null,
        };
        if (found is null)
            return false;
        timePart = found.Value;
        operation = Operation.Time;
        return true;
    }

    private bool ApplyRegexFlag(string modifier)
    {
        RegexOptions? flag = modifier switch
        {
            "i" or "ignorecase" => RegexOptions.IgnoreCase,
            "m" or "multiline" => RegexOptions.Multiline,
            "s" or "dotall" => RegexOptions.Singleline,
            _ => null,
        };
        if (flag is null)
            return false;
        if (operation != Operation.Regex)
            throw new RefusedException(line, $"the modifier '{modifier}' can only follow 're'");
        regexOptions |= flag.Value;
        return true;
    }

    /// <summary>Puts stars around the parsed value, whatever it ends in: a trailing backslash of the value does not escape them.</summary>
    private void Surround(bool start, bool end, ReferenceMatch how)
    {
        match = how;
        if (operation == Operation.Reference)
            return;
        ForEachText(value => value with { Parts = [.. start ? [PatternPart.Star] : Array.Empty<PatternPart>(), .. value.Parts, .. end ? [PatternPart.Star] : Array.Empty<PatternPart>()] });
    }

    private void ForEachText(Func<ItemValue, ItemValue> change)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i].Kind == YamlKind.Null)
                throw new RefusedException(values[i].Line, "a modifier that works on text was given null");
            values[i] = change(values[i]);
        }
    }

    private void Expand()
    {
        expanded = true;
        values = [.. values.SelectMany(value => Placeholders.Expand(value, placeholders))];
    }

    private Condition Build()
    {
        if (values.Count == 0)
            throw new RefusedException(line, $"the item '{field}' has an empty list; at least one value is needed");
        if (field is null && operation is not (Operation.Text or Operation.Regex))
            throw new RefusedException(line, "a keyword (an item without a field) can only be text or a regular expression");
        var groups = values.GroupBy(value => value.Origin).Select(group => Condition.Any(group.Select(value => (Condition)new Leaf(BuildTest(value)))));
        var condition = all ? Condition.All(groups) : Condition.Any(groups);
        if (!negated)
            return condition;
        return field is null ? new Not(condition) : Condition.All([new Not(new Leaf(new NullTest(field))), new Not(condition)]);
    }

    private FieldTest BuildTest(ItemValue value) => operation switch
    {
        Operation.Regex => BuildRegex(value),
        Operation.Address => NetworkRange.TryParse(value.Raw, out var range)
            ? new AddressTest(field!, range!, value.Raw)
            : throw new RefusedException(value.Line, $"'{value.Raw}' is no network of IPv4 or IPv6 addresses"),
        Operation.Number => new NumberTest(field!, order, value.Number()),
        Operation.Time => new TimeTest(field!, timePart, (int)value.Number()),
        Operation.Exists => BuildExists(value),
        Operation.Reference => new ReferenceTest(field!, value.Raw.Replace(" ", "", StringComparison.Ordinal), match, cased),
        _ => BuildText(value),
    };

    private FieldTest BuildExists(ItemValue value)
    {
        if (value.Raw.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Raw.Equals("yes", StringComparison.OrdinalIgnoreCase))
            return new PresentTest(field!);
        return value.Raw.Equals("false", StringComparison.OrdinalIgnoreCase) || value.Raw.Equals("no", StringComparison.OrdinalIgnoreCase)
            ? new MissingTest(field!)
            : throw new RefusedException(value.Line, $"'exists' is true or false, not '{value.Raw}'");
    }

    private FieldTest BuildText(ItemValue value)
    {
        if (value.Kind == YamlKind.Null)
            return field is null ? throw new RefusedException(value.Line, "a keyword cannot be null") : new NullTest(field);
        EncodedValue.Settle(value);
        var parts = value.Parts;
        if (field is null)
        {
            parts = [PatternPart.Star, .. parts, PatternPart.Star];
            return new KeywordTest(new TextPattern(parts, cased), ValueText.KeyOf(parts, cased));
        }

        return new TextTest(field, new TextPattern(parts, cased), ValueText.KeyOf(parts, cased));
    }

    private FieldTest BuildRegex(ItemValue value)
    {
        try
        {
            var text = expanded ? ValueText.LiteralOf(value.Parts) ?? value.Raw : value.Raw;
            return new RegexTest(field, new LinearRegex(text, regexOptions), $"{regexOptions} {text}");
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            throw new RefusedException(value.Line, $"the regular expression cannot run without backtracking or is wrong: {refused.Message}");
        }
    }
}
