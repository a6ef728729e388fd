using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Yagura.Detection.Sigma;

/// <summary>What a YAML value is, by YAML 1.2's core schema.</summary>
internal enum YamlKind : byte
{
    Null = 0,
    Boolean = 1,
    Number = 2,
    Text = 3,
}

/// <summary>Reading of YAML nodes with the line in every complaint.</summary>
internal static partial class Yaml
{
    /// <summary>Line of a node, from 1.</summary>
    public static int Line(this YamlNode node) => (int)node.Start.Line;

    /// <summary>The child of a mapping, null when it is not there.</summary>
    public static YamlNode? Find(this YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    /// <summary>The text of a scalar child, null when it is not there or null.</summary>
    /// <exception cref="RefusedException">It is a list or a mapping.</exception>
    public static string? Text(this YamlMappingNode map, string key) => map.Find(key) switch
    {
        null => null,
        YamlScalarNode scalar => KindOf(scalar) == YamlKind.Null ? null : scalar.Value,
        var other => throw new RefusedException(other.Line(), $"'{key}' must be a text"),
    };

    /// <summary>The texts of a child that is a scalar or a list of scalars; none when it is not there.</summary>
    /// <exception cref="RefusedException">An element is no scalar.</exception>
    public static IReadOnlyList<string> Texts(this YamlMappingNode map, string key) => map.Find(key) switch
    {
        null => [],
        YamlScalarNode scalar => KindOf(scalar) == YamlKind.Null ? [] : [scalar.Value ?? ""],
        YamlSequenceNode list => [.. list.Children.Select(node => node is YamlScalarNode { Value: { } value } ? value : throw new RefusedException(node.Line(), $"'{key}' must be a text or a list of texts"))],
        var other => throw new RefusedException(other.Line(), $"'{key}' must be a text or a list of texts"),
    };

    /// <summary>The child as a mapping.</summary>
    /// <exception cref="RefusedException">It is not there or something else.</exception>
    public static YamlMappingNode Map(this YamlMappingNode map, string key) => map.Find(key) switch
    {
        YamlMappingNode child => child,
        null => throw new RefusedException(map.Line(), $"'{key}' is missing"),
        var other => throw new RefusedException(other.Line(), $"'{key}' must be a mapping"),
    };

    /// <summary>What a scalar is: quoted ones are text, plain ones as YAML 1.2's core schema says.</summary>
    public static YamlKind KindOf(YamlScalarNode scalar)
    {
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
            return YamlKind.Text;
        return scalar.Value switch
        {
            null or "" or "~" or "null" or "Null" or "NULL" => YamlKind.Null,
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlKind.Boolean,
            var text => TryNumber(text, out _) ? YamlKind.Number : YamlKind.Text,
        };
    }

    /// <summary>Reads a plain scalar as a number: decimal, 0x hexadecimal, 0o octal.</summary>
    public static bool TryNumber(string text, out decimal number)
    {
        number = 0;
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.'))
            return false;
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) && Set(hex, out number);
        if (text.StartsWith("0o", StringComparison.Ordinal))
            return OctalForm().IsMatch(text) && Set(Convert.ToInt64(text[2..], 8), out number);
        return NumberForm().IsMatch(text)
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
    }

    private static bool Set(long value, out decimal number)
    {
        number = value;
        return true;
    }

    [GeneratedRegex("^[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberForm();

    [GeneratedRegex("^0o[0-7]{1,20}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OctalForm();
}
