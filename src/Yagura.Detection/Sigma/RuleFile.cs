using System.Security.Cryptography;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Yagura.Detection.Sigma;

/// <summary>One file of a rule folder: its rules and what was refused.</summary>
internal sealed record RuleFile(string Folder, string Path, string Hash)
{
    /// <summary>Longest rule file that is read, in bytes.</summary>
    private const long FileBytesMax = 1 << 20;

    /// <summary>Rules that can be honoured.</summary>
    public List<SigmaRule> Rules { get; } = [];

    /// <summary>Documents that cannot, with the reason.</summary>
    public List<Refusal> Refusals { get; } = [];

    /// <summary>Correlation and filter documents, read when all rules are known.</summary>
    public List<(YamlMappingNode Document, DocumentOrigin Origin)> Others { get; } = [];

    /// <summary>Reads a file; never throws for what stands in it.</summary>
    public static RuleFile Read(string folder, string path, RuleReader reader)
    {
        var full = System.IO.Path.Combine(folder, path);
        if (new FileInfo(full).Length > FileBytesMax)
            return Refused(new RuleFile(folder, path, ""), 0, $"the file is longer than {FileBytesMax} bytes");
        var bytes = File.ReadAllBytes(full);
        var file = new RuleFile(folder, path, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        try
        {
            var stream = new YamlStream();
            using var text = new StreamReader(new MemoryStream(bytes));
            stream.Load(text);
            for (var number = 0; number < stream.Documents.Count; number++)
                file.ReadDocument(stream.Documents[number].RootNode, number, reader);
        }
        catch (YamlException broken)
        {
            Refused(file, (int)broken.Start.Line, $"the file is no YAML: {broken.Message}");
        }

        return file;
    }

    private void ReadDocument(YamlNode root, int number, RuleReader reader)
    {
        if (root is YamlScalarNode { Value: null or "" })
            return;
        try
        {
            if (root is not YamlMappingNode document)
                throw new RefusedException(root.Line(), "a document must be a mapping");
            var origin = new DocumentOrigin(Folder, Path, Hash, number);
            if (document.Find("action") is { } action)
                throw new RefusedException(action.Line(), "'action' collections are not part of Sigma 2; write each rule in full");
            if (document.Find("correlation") is not null || document.Find("filter") is not null)
                Others.Add((document, origin));
            else
                Rules.Add(reader.Read(document, origin));
        }
        catch (RefusedException refused)
        {
            Refused(this, refused.Line, refused.Message);
        }
    }

    private static RuleFile Refused(RuleFile file, int line, string reason)
    {
        file.Refusals.Add(new Refusal(file.Path, line, reason));
        return file;
    }
}
