using Yagura.Decoding.Definitions;
using Yagura.Decoding.Derived;
using Yagura.Decoding.Plans;
using Yagura.Events;

namespace Yagura.Decoding;

/// <summary>The decoders of some folders, read and checked. Immutable; bind it to a layout to decode.</summary>
public sealed class DecoderSet
{
    /// <summary>Most decoders that are loaded.</summary>
    public const int DecodersMax = 2_000;

    private readonly DecoderDefinition[] definitions;

    private DecoderSet(DecoderDefinition[] definitions)
    {
        this.definitions = definitions;
        FieldNames = Names();
    }

    /// <summary>Ids of the decoders, <c>vendor/product</c>, in the order in which they are tried.</summary>
    public IReadOnlyList<string> Ids => [.. definitions.Select(one => one.Id)];

    /// <summary>Every field that a decoder or an envelope can set; feeds <see cref="EventLayout.Of"/>.</summary>
    public IReadOnlyList<string> FieldNames { get; }

    internal IReadOnlyList<DecoderDefinition> Definitions => definitions;

    /// <summary>Reads every <c>&lt;vendor&gt;/&lt;product&gt;.yaml</c> under the folders. A later folder's decoder replaces an earlier one of the same id.</summary>
    /// <exception cref="DecoderLoadException">Files are wrong; names each with line, column and what is allowed.</exception>
    /// <exception cref="DirectoryNotFoundException">A folder is not there.</exception>
    public static DecoderSet Load(IEnumerable<string> folders) => Load(folders, []);

    /// <summary>Reads folders, and then single files of the form <c>…/&lt;vendor&gt;/&lt;product&gt;.yaml</c>, which replace those of the same id.</summary>
    /// <exception cref="DecoderLoadException">Files are wrong; names each with line, column and what is allowed.</exception>
    /// <exception cref="DirectoryNotFoundException">A folder is not there.</exception>
    public static DecoderSet Load(IEnumerable<string> folders, IEnumerable<string> files)
    {
        var read = new Dictionary<string, (DecoderDefinition Definition, string? Like, YamlDotNet.RepresentationModel.YamlNode Root)>(StringComparer.Ordinal);
        var problems = new List<DecoderProblem>();
        foreach (var folder in folders)
        {
            // A file that nobody reads would be a decoder that its author waits for.
            problems.AddRange(Directory.EnumerateFiles(folder, "*.yml", SearchOption.AllDirectories).Select(file => new DecoderProblem(file, 1, 1, "a decoder's file ends in .yaml")));
            foreach (var file in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var id = Path.GetRelativePath(folder, file)[..^5].Replace(Path.DirectorySeparatorChar, '/');
                Collect(problems, () => read[id] = DecoderFileReader.Read(file, CheckedId(file, id), DecoderFileReader.ReadText(file)));
            }
        }

        foreach (var file in files)
        {
            var id = $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileNameWithoutExtension(file)}";
            Collect(problems, () => read[id] = DecoderFileReader.Read(file, CheckedId(file, id), DecoderFileReader.ReadText(file)));
        }

        var loaded = new List<DecoderDefinition>();
        foreach (var id in read.Keys)
            Collect(problems, () => loaded.Add(Inherited(id, read)));
        if (problems.Count > 0)
            throw new DecoderLoadException(problems);
        return loaded.Count <= DecodersMax
            ? new DecoderSet([.. loaded.OrderBy(one => one.Rank).ThenBy(one => one.Id, StringComparer.Ordinal)])
            : throw new DecoderLoadException([new DecoderProblem("", 1, 1, $"{loaded.Count} decoders; at most {DecodersMax} are allowed")]);
    }

    /// <summary>A set of decoders that stand in no folder.</summary>
    internal static DecoderSet Of(IEnumerable<DecoderDefinition> definitions) => new([.. definitions]);

    /// <summary>Compiles the decoders against a layout. A decoder belongs to one thread: bind one for each.</summary>
    public Decoder Bind(EventLayout layout)
    {
        var plans = definitions.Select(one => new PlanBinder(one, layout.Find, layout.Constant, Extra(one, layout)).Bind()).ToArray();
        var programs = definitions.ToDictionary(
            one => one.Id,
            one => (IReadOnlyList<string>)[.. one.Recognise.SelectMany(recognition => recognition.Programs).Where(name => !name.Contains('*'))],
            StringComparer.Ordinal);
        return new Decoder(layout, plans, new Dispatch(plans, plan => programs[plan.Id]));
    }

    internal static string CheckedId(string file, string id)
    {
        var parts = id.Split('/');
        return parts.Length == 2 && Array.TrueForAll(parts, part => Identifier.IsValid(part) && !part.Contains('.'))
            ? id
            : throw new DecoderLoadException([new DecoderProblem(file, 1, 1, "a decoder stands in <vendor>/<product>.yaml, both of a-z 0-9 _ : -")]);
    }

    private static void Collect(List<DecoderProblem> problems, Action action)
    {
        try
        {
            action();
        }
        catch (DecoderLoadException error)
        {
            problems.AddRange(error.Problems);
        }
    }

    /// <summary>A decoder with <c>like</c> has the fields and cases of the other after its own, so its own win; those of parts that it calls <c>unlike</c> it has not.</summary>
    private static DecoderDefinition Inherited(string id, Dictionary<string, (DecoderDefinition Definition, string? Like, YamlDotNet.RepresentationModel.YamlNode Root)> read)
    {
        var (definition, like, root) = read[id];
        if (like is null)
            return definition;
        var at = YamlMap.Of(definition.File, root).Node("like")!;
        if (!read.TryGetValue(like, out var model))
            throw YamlMap.Problem(definition.File, at, $"there is no decoder \"{like}\"");
        if (model.Like is not null)
            throw YamlMap.Problem(definition.File, at, $"\"{like}\" is itself like another; only one step is allowed");
        if (definition.Unlike.FirstOrDefault(part => model.Definition.Fields.All(field => field.Part != part)) is { } nothing)
            throw YamlMap.Problem(definition.File, YamlMap.Of(definition.File, root).Node("unlike")!, $"\"{nothing}\" fills nothing in \"{like}\"; allowed are parts that its \"fields\" name");
        return definition with
        {
            Steps = definition.Steps.Count > 0 ? definition.Steps : model.Definition.Steps,
            Aliases = [.. definition.Aliases, .. model.Definition.Aliases],
            Fields = [.. definition.Fields, .. model.Definition.Fields.Where(field => !definition.Unlike.Contains(field.Part))],
            Cases = [.. definition.Cases, .. model.Definition.Cases],
            Constants = [.. definition.Constants, .. model.Definition.Constants.Where(one => definition.Constants.All(own => own.Field != one.Field))],
            Inner = definition.Inner ?? model.Definition.Inner,
            Alike = model.Definition.Recognise,
            Times = definition.Times.Count > 0 ? definition.Times : model.Definition.Times,
        };
    }

    private static IEnumerable<string> Extra(DecoderDefinition definition, EventLayout layout) =>
        layout.Names.Where(name => name.StartsWith(definition.Prefix, StringComparison.Ordinal)).Select(name => name[definition.Prefix.Length..]);

    private string[] Names()
    {
        var names = new List<string>([.. EnvelopeFields.Names, .. DerivedFields.Names, .. SentenceFields.Names]);
        int Take(string name)
        {
            names.Add(name);
            return 0;
        }

        foreach (var definition in definitions)
            _ = new PlanBinder(definition, Take, (_, _) => default, []).Bind();
        return [.. names.Distinct(StringComparer.Ordinal)];
    }
}
