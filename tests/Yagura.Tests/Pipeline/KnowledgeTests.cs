using Xunit;
using Yagura.Events;
using Yagura.Pipeline;
using Yagura.Settings;

namespace Yagura.Tests.Pipeline;

/// <summary>A contract maps findings by rule folder: a folder that it does not find would silently open no incident.</summary>
public sealed class KnowledgeTests
{
    [Fact]
    public void A_rule_folder_may_stand_anywhere_and_is_called_as_the_contract_calls_it()
    {
        var rules = YaguraSettings.Shipped("rules");
        Assert.Equal("rules", Assert.Single(Knowledge.Load(new YaguraSettings { Rules = [rules] }).FolderNames).Value);
    }

    [Fact]
    public void Decoders_of_ones_own_stand_beside_the_shipped_ones()
    {
        var own = Directory.CreateTempSubdirectory("yagura-knowledge-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(own, "acme"));
            File.WriteAllText(Path.Combine(own, "acme", "door.yaml"), "decoder: acme/door\ntitle: t\nrecognise: [{starts: ['DOOR ']}]\nsteps: [{kv: {}}]\n");
            var ids = Knowledge.Load(new YaguraSettings { Decoders = [own] }).Decoders.Ids;
            Assert.Contains("acme/door", ids);
            Assert.Contains("openbsd/sshd", ids);
        }
        finally
        {
            Directory.Delete(own, recursive: true);
        }
    }

    [Fact]
    public void Every_device_of_the_demo_names_a_decoder_that_there_is()
    {
        var ids = Knowledge.Load(new YaguraSettings()).Decoders.Ids;
        Assert.All(Yagura.Demo.Institution.Devices, device => Assert.Contains(device.Decoder, ids));
    }

    [Fact]
    public void A_folder_of_decoders_that_is_not_there_is_refused()
    {
        var refused = Assert.Throws<KnowledgeException>(() => Knowledge.Load(new YaguraSettings { Decoders = ["/no/such/folder"] }));
        Assert.Contains("the decoders folder /no/such/folder does not exist", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme/door", "the source gate1 names the decoder acme/door, but there is none of that vendor: its lines are recognised without it")]
    [InlineData("OpenBSD/sshd", null)]
    public void A_decoder_of_a_vendor_whom_nobody_knows_is_said(string decoder, string? says)
    {
        var settings = new YaguraSettings { Sources = [new Source { Id = "gate1", Match = new SourceMatch(), Decoder = decoder }] };
        var said = Knowledge.Load(settings).DecodersLost(settings).ToList();
        Assert.Equal(says is null ? 0 : 1, said.Count);
        Assert.All(said, sentence => Assert.StartsWith(says!, sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void A_contract_that_maps_a_folder_which_is_not_configured_is_refused()
    {
        var other = Directory.CreateTempSubdirectory("yagura-knowledge-").FullName;
        try
        {
            var refused = Assert.Throws<KnowledgeException>(() => Knowledge.Load(new YaguraSettings { Rules = [other] }));
            Assert.Contains("rule folder rules, which is none of the configured ones", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(other);
        }
    }
}
