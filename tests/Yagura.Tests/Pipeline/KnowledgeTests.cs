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

    [Theory]
    [InlineData("/no/such/folder", "openbsd/sshd", "the decoders folder /no/such/folder does not exist")]
    [InlineData(null, "acme/door", "the source gate1 names the decoder acme/door, but there is none of that vendor")]
    public void What_configuration_names_and_nobody_has_is_refused(string? folder, string decoder, string says)
    {
        var source = new Source { Id = "gate1", Match = new SourceMatch(), Decoder = decoder };
        var refused = Assert.Throws<KnowledgeException>(() => Knowledge.Load(new YaguraSettings { Decoders = folder is null ? [] : [folder], Sources = [source] }));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
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
