using System.Collections.Frozen;

namespace Yagura.Decoding.Schema;

/// <summary>A field of ECS 8.17: its type, and whether it collects several values.</summary>
internal readonly record struct EcsField(FieldType Type, bool IsList);

/// <summary>The fields of ECS 8.17 that decoders may set. A name that is not here is refused at load, so that a slip of the pen cannot make a new field.</summary>
/// <remarks>A group of names per line: the prefix or several with commas between them, then names; <c>:type</c> is the type (keyword when missing), <c>*</c> marks an array (ECS "normalize: array").</remarks>
internal static class EcsFields
{
    private const string Table = """
        . @timestamp:date message tags*
        event. action category* code created:date dataset duration:long end:date hash id ingested:date kind module original outcome provider reason reference risk_score:float risk_score_norm:float sequence:long severity:long start:date timezone type* url agent_id_status
        host. name hostname id ip*:ip mac* domain type architecture uptime:long os.name os.family os.full os.version os.platform os.type os.kernel network.ingress.bytes:long network.egress.bytes:long
        observer. name hostname ip*:ip mac* product serial_number type vendor version ingress.interface.name ingress.interface.alias ingress.interface.id ingress.zone ingress.vlan.id ingress.vlan.name egress.interface.name egress.interface.alias egress.interface.id egress.zone egress.vlan.id egress.vlan.name os.version os.name
        agent. id name type version ephemeral_id
        source. address ip:ip port:long mac domain bytes:long packets:long nat.ip:ip nat.port:long subdomain registered_domain top_level_domain geo.country_name geo.country_iso_code geo.city_name geo.region_name geo.name as.number:long as.organization.name user.name user.id user.domain user.email user.full_name user.group.name
        destination. address ip:ip port:long mac domain bytes:long packets:long nat.ip:ip nat.port:long subdomain registered_domain top_level_domain geo.country_name geo.country_iso_code geo.city_name geo.region_name geo.name as.number:long as.organization.name user.name user.id user.domain user.email user.full_name user.group.name
        client. address ip:ip port:long mac domain bytes:long packets:long nat.ip:ip nat.port:long user.name user.id user.domain
        server. address ip:ip port:long mac domain bytes:long packets:long nat.ip:ip nat.port:long user.name user.id user.domain
        network. application bytes:long community_id direction forwarded_ip:ip iana_number inner.vlan.id name packets:long protocol transport type vlan.id vlan.name
        user. name id domain email full_name hash roles* group.name group.id group.domain target.name target.id target.domain target.email target.group.name target.group.id effective.name effective.id changes.name
        group. name id domain
        process. name pid:long executable command_line args* args_count:long working_directory title thread.id:long thread.name entity_id exit_code:long start:date end:date uptime:long hash.md5 hash.sha1 hash.sha256 hash.sha512 pe.imphash pe.original_file_name pe.company pe.description pe.product pe.file_version code_signature.subject_name code_signature.status code_signature.trusted:boolean code_signature.valid:boolean parent.name parent.pid:long parent.executable parent.command_line parent.args* parent.entity_id parent.working_directory parent.user.name parent.args_count:long parent.exit_code:long parent.start:date parent.title parent.hash.md5 parent.hash.sha1 parent.hash.sha256 parent.hash.sha512 parent.pe.imphash parent.pe.original_file_name parent.pe.company parent.pe.description parent.pe.product parent.pe.file_version parent.code_signature.subject_name parent.code_signature.status parent.code_signature.trusted:boolean parent.code_signature.valid:boolean parent.code_signature.exists:boolean code_signature.exists:boolean user.name user.id real_user.id real_user.name saved_user.id group.id real_group.id io.text
        file. name path directory extension size:long type mime_type owner uid gid group mode device inode created:date mtime:date ctime:date accessed:date target_path attributes* drive_letter hash.md5 hash.sha1 hash.sha256 hash.sha384 hash.sha512 hash.ssdeep hash.tlsh pe.imphash pe.original_file_name pe.company pe.description pe.product pe.file_version code_signature.subject_name code_signature.status code_signature.trusted:boolean code_signature.valid:boolean code_signature.exists:boolean
        dll. name path hash.md5 hash.sha1 hash.sha256 pe.imphash pe.original_file_name pe.company pe.description pe.product pe.file_version code_signature.subject_name code_signature.status code_signature.valid:boolean code_signature.exists:boolean
        registry. path key value hive data.strings* data.type data.bytes
        service. name id type version state address node.name environment
        url. full original domain path query scheme port:long fragment username password extension registered_domain subdomain top_level_domain
        user_agent. original name version os.name os.version os.full device.name
        http. request.method request.id request.referrer request.bytes:long request.body.bytes:long request.body.content request.mime_type response.status_code:long response.bytes:long response.body.bytes:long response.body.content response.mime_type version
        dns. id op_code response_code type header_flags* question.name question.type question.class question.subdomain question.registered_domain question.top_level_domain answers.name* answers.data* answers.type* answers.class* answers.ttl*:long resolved_ip*:ip
        email. message_id subject direction local_id from.address* to.address* cc.address* bcc.address* reply_to.address* sender.address x_mailer content_type origination_timestamp:date delivery_timestamp:date attachments.file.name* attachments.file.hash.md5* attachments.file.hash.sha1* attachments.file.hash.sha256* attachments.file.size*:long attachments.file.mime_type* attachments.file.extension*
        rule. id name category description reference ruleset uuid version author* license
        threat. framework technique.id* technique.name* technique.reference* technique.subtechnique.id* technique.subtechnique.name* technique.subtechnique.reference* tactic.id* tactic.name* tactic.reference* indicator.type indicator.name indicator.ip:ip indicator.url.full indicator.file.hash.md5 indicator.file.hash.sha256 indicator.description indicator.confidence software.name software.id software.type group.name group.id feed.name
        vulnerability. id category* classification description enumeration reference report_id severity score.base:float score.version scanner.vendor
        tls. version version_protocol cipher curve established:boolean resumed:boolean next_protocol client.ja3 client.server_name client.subject client.issuer client.not_after:date client.not_before:date client.hash.md5 client.hash.sha1 client.hash.sha256 server.ja3s server.subject server.issuer server.not_after:date server.not_before:date server.hash.md5 server.hash.sha1 server.hash.sha256
        x509. subject.common_name* subject.distinguished_name issuer.common_name* issuer.distinguished_name serial_number not_after:date not_before:date
        file.x509.,tls.client.x509.,tls.server.x509. alternative_names* issuer.common_name* issuer.country* issuer.distinguished_name issuer.locality* issuer.organization* issuer.organizational_unit* issuer.state_or_province* not_after:date not_before:date public_key_algorithm public_key_curve public_key_exponent:long public_key_size:long serial_number signature_algorithm subject.common_name* subject.country* subject.distinguished_name subject.locality* subject.organization* subject.organizational_unit* subject.state_or_province* version_number
        error. code message type id stack_trace
        log. level logger file.path origin.file.name origin.file.line:long origin.function syslog.appname syslog.facility.code:long syslog.facility.name syslog.hostname syslog.msgid syslog.priority:long syslog.procid syslog.severity.code:long syslog.severity.name syslog.version
        cloud. account.id account.name provider region availability_zone instance.id instance.name machine.type project.id project.name service.name
        container. id name image.name image.tag* runtime
        orchestrator. cluster.name namespace resource.name resource.type type api_version
        organization. id name
        package. name version architecture path checksum description
        device. id manufacturer model.identifier model.name serial_number
        related. ip*:ip user* hash* hosts*
        session. id
        transaction. id
        trace. id
        span. id
        volume. device_name device_type mount_name
        winlog. channel computer_name event_id:long provider_name record_id:long task opcode level keywords* activity_id related_activity_id api version:long provider_guid process.pid:long process.thread.id:long user.identifier user.name user.domain user.type logon.type logon.id logon.failure.reason logon.failure.status logon.failure.sub_status
        """;

    private static readonly FrozenDictionary<string, EcsField> Fields = Read();

    /// <summary>Objects that take keys of any name.</summary>
    public static readonly string[] OpenObjects = ["winlog.event_data"];

    /// <summary>Every name.</summary>
    public static IEnumerable<string> Names => Fields.Keys.Order(StringComparer.Ordinal);

    /// <summary>Type of a field of ECS, or false.</summary>
    public static bool TryFind(string name, out EcsField field) => Fields.TryGetValue(name, out field);

    /// <summary>The known name nearest to a wrong one, for the error message; null when none is near.</summary>
    public static string? Nearest(string wrong)
    {
        var last = wrong[(wrong.LastIndexOf('.') + 1)..];
        return Fields.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => name.EndsWith('.' + last, StringComparison.Ordinal))
            ?? Fields.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => name.StartsWith(wrong, StringComparison.Ordinal));
    }

    private static FrozenDictionary<string, EcsField> Read()
    {
        var fields = new Dictionary<string, EcsField>(StringComparer.Ordinal);
        foreach (var line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var word in words.Skip(1))
            {
                var parts = word.Split(':');
                var name = parts[0].TrimEnd('*');
                var type = parts.Length > 1 ? Enum.Parse<FieldType>(parts[1], ignoreCase: true) : FieldType.Keyword;
                foreach (var prefix in words[0].Split(','))
                    fields[(prefix == "." ? "" : prefix) + name] = new EcsField(type, parts[0].EndsWith('*'));
            }
        }

        return fields.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
