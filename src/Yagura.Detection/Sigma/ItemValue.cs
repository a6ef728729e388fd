using System.Collections.Immutable;
using System.Globalization;
using Yagura.Events.Predicates;
using YamlDotNet.RepresentationModel;

namespace Yagura.Detection.Sigma;

/// <summary>A value of a detection item on its way through the modifiers.</summary>
internal sealed record ItemValue
{
    /// <summary>What YAML says it is.</summary>
    public required YamlKind Kind { get; init; }

    /// <summary>As written, a number in its one written form.</summary>
    public required string Raw { get; init; }

    /// <summary>The parsed text.</summary>
    public required IReadOnlyList<PatternPart> Parts { get; init; }

    /// <summary>Line from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Which of the item's values it comes from: an expansion's results are alternatives of one value.</summary>
    public required int Origin { get; init; }

    /// <summary>Bytes of an encoding that is not text yet (<c>wide</c>); default when there is none.</summary>
    public ImmutableArray<byte> Encoded { get; init; }

    /// <summary>The values of an item: a scalar is one.</summary>
    /// <exception cref="RefusedException">A value is a list or a mapping.</exception>
    public static List<ItemValue> ReadAll(YamlNode node) => node switch
    {
        YamlScalarNode scalar => [Read(scalar, 0)],
        YamlSequenceNode list => [.. list.Children.Select((child, origin) => child is YamlScalarNode scalar ? Read(scalar, origin) : throw new RefusedException(child.Line(), "a value must be a text, a number, true, false or null"))],
        _ => throw new RefusedException(node.Line(), "a value must be a text, a number, true, false, null or a list of them"),
    };

    /// <summary>The value as a number.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public decimal Number() => Yaml.TryNumber(Raw, out var number) ? number : throw new RefusedException(Line, $"a number is needed here, not '{Raw}'");

    private static ItemValue Read(YamlScalarNode scalar, int origin)
    {
        var kind = Yaml.KindOf(scalar);
        var raw = scalar.Value ?? "";
        if (kind == YamlKind.Number && Yaml.TryNumber(raw, out var number))
            raw = NumberText.Write(number);
        else if (kind == YamlKind.Boolean)
            raw = raw.ToLower(CultureInfo.InvariantCulture);
        return new ItemValue { Kind = kind, Raw = raw, Parts = ValueText.Parse(raw), Line = scalar.Line(), Origin = origin };
    }
}
