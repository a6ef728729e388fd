using Yagura.Decoding;
using Yagura.Detection;
using Yagura.Operations.Incidents;

namespace Yagura.Pipeline;

/// <summary>What looks at records, bound to one layout: replaced as a whole when the rule set is.</summary>
internal sealed record AnalyseBench(Knowledge Knowledge, Decoder Decoder, Detector Detector, SandboxReader Sandbox)
{
    /// <summary>Slot of the program that wrote a line.</summary>
    public int Program { get; } = Knowledge.Layout.Find("log.syslog.appname");

    /// <summary>Decodes what is offered to the detector.</summary>
    public BatchDecoder Batch { get; } = new(Decoder);

    /// <summary>A new one, whose correlations have seen nothing.</summary>
    public static AnalyseBench Of(Knowledge knowledge, string node) => new(
        knowledge,
        knowledge.Decoders.Bind(knowledge.Layout),
        new Detector(knowledge.Rules, knowledge.Layout, node),
        new SandboxReader(knowledge.Layout, node));
}
