using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Yagura.Detection.Sigma;

/// <summary>The file <c>values.yaml</c> of a rule folder: what <c>%name%</c> stands for in an item with <c>expand</c>.</summary>
/// <remarks>Example: <c>server_segment: [192.0.2.128/25]</c>. A later folder's name replaces an earlier one's.</remarks>
internal static class ValuesFile
{
    /// <summary>Name of the file.</summary>
    public const string Name = "values.yaml";

    /// <summary>The values of all folders.</summary>
    /// <exception cref="InvalidDataException">A file is wrong: file, line, what is allowed.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ReadAll(IReadOnlyList<string> folders)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var path in folders.Select(folder => Path.Combine(folder, Name)).Where(File.Exists))
            Read(path, values);
        return values;
    }

    private static void Read(string path, Dictionary<string, IReadOnlyList<string>> values)
    {
        try
        {
            using var text = new StreamReader(path);
            var stream = new YamlStream();
            stream.Load(text);
            if (stream.Documents is not [{ RootNode: YamlMappingNode map }])
                throw new InvalidDataException($"{path}:1: a values file is one mapping of names to lists of texts");
            foreach (var name in map.Children.Keys.Select(key => ((YamlScalarNode)key).Value!))
                values[name] = map.Texts(name);
        }
        catch (Exception broken) when (broken is YamlException or RefusedException)
        {
            var line = broken is YamlException yaml ? (int)yaml.Start.Line : ((RefusedException)broken).Line;
            throw new InvalidDataException($"{path}:{line}: {broken.Message}", broken);
        }
    }
}
