using System.Collections.Immutable;
using Yagura.Detection.Sigma;
using YamlDotNet.RepresentationModel;

namespace Yagura.Detection.Fields;

/// <summary>What one kind of decoded event is in Sigma's words: its log source, and where Sigma's fields stand in it.</summary>
/// <param name="Dataset">Value of <c>event.dataset</c>.</param>
/// <param name="When">Fields that must have one of these values, for datasets that hold several kinds.</param>
/// <param name="Kind">Log source.</param>
/// <param name="Fields">Sigma's name of a field → the event's name; what is not named keeps its name.</param>
/// <param name="Prefix">Put before a name that is not listed and has no dot: where the decoder keeps the vendor's own keys. Empty for none.</param>
/// <param name="IsNested">Whether the vendor's own keys have dots, so that the prefix goes before every name that is not listed.</param>
internal sealed record KindTable(string Dataset, ImmutableArray<(string Field, ImmutableArray<string> Values)> When, EventKind Kind, ImmutableDictionary<string, string> Fields, string Prefix, bool IsNested)
{
    /// <summary>The tables that the product ships (<c>Fields/*.yaml</c>), in file order; the first that fits an event is used.</summary>
    public static ImmutableArray<KindTable> Shipped { get; } = ReadShipped();

    /// <summary>Where a Sigma field stands.</summary>
    public string NameOf(string field)
    {
        if (Fields.TryGetValue(field, out var name))
            return name;
        return Prefix.Length > 0 && (IsNested || field.AsSpan().IndexOfAny('.', '@') < 0) ? Prefix + field : field;
    }

    /// <summary>The kind of a dataset that no table names: product and service are its two halves.</summary>
    public static KindTable Unlisted(string dataset)
    {
        var dot = dataset.IndexOf('.', StringComparison.Ordinal);
        var kind = new EventKind { Product = dot < 0 ? dataset : dataset[..dot], Services = dot < 0 ? [] : [dataset[(dot + 1)..]] };
        return new KindTable(dataset, [], kind, ImmutableDictionary<string, string>.Empty, Prefix: "", IsNested: false);
    }

    private static ImmutableArray<KindTable> ReadShipped()
    {
        var assembly = typeof(KindTable).Assembly;
        var tables = ImmutableArray.CreateBuilder<KindTable>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var stream = new YamlStream();
            stream.Load(text);
            tables.AddRange(((YamlSequenceNode)stream.Documents[0].RootNode).Children.Select(node => Read((YamlMappingNode)node)));
        }

        return tables.ToImmutable();
    }

    private static KindTable Read(YamlMappingNode map)
    {
        var kind = new EventKind
        {
            Product = map.Text("product"),
            OtherProducts = [.. map.Texts("also")],
            Categories = [.. map.Texts("categories")],
            Services = [.. map.Texts("services")],
        };
        var when = (map.Find("when") as YamlMappingNode)?.Children.Keys.Select(key => ((YamlScalarNode)key).Value!)
            .Select(field => (field, map.Map("when").Texts(field).ToImmutableArray())).ToImmutableArray() ?? [];
        var fields = (map.Find("fields") as YamlMappingNode)?.Children
            .ToImmutableDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value!, StringComparer.Ordinal);
        return new KindTable(map.Text("dataset")!, when, kind, fields ?? ImmutableDictionary<string, string>.Empty, map.Text("prefix") ?? map.Text("nested") ?? "", map.Text("nested") is not null);
    }
}
