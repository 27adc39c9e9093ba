using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Nba.House;

/// <summary>Everything that the types of a compiled assembly mention, method bodies included.</summary>
internal sealed class AssemblyUses
{
    private readonly PEReader _image;
    private readonly MetadataReader _metadata;
    private readonly string _assembly;
    private readonly HashSet<TypeUse> _uses = [];
    private readonly MentionedTypes _mentioned;
    private (string Namespace, string Type) _from;

    private AssemblyUses(PEReader image)
    {
        _image = image;
        _metadata = image.GetMetadataReader();
        _assembly = _metadata.GetString(_metadata.GetAssemblyDefinition().Name);
        _mentioned = new MentionedTypes(Mention);
    }

    /// <summary>In no order.</summary>
    public static IReadOnlyCollection<TypeUse> Of(Assembly assembly)
    {
        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);
        var scan = new AssemblyUses(image);
        foreach (var handle in scan._metadata.TypeDefinitions)
        {
            scan.Scan(handle);
        }

        return scan._uses;
    }

    private void Scan(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        _from = Outermost(handle);
        Mention(type.BaseType);
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            Mention(_metadata.GetInterfaceImplementation(implemented).Interface);
        }

        foreach (var attribute in type.GetCustomAttributes())
        {
            Mention(_metadata.GetCustomAttribute(attribute).Constructor);
        }

        foreach (var field in type.GetFields())
        {
            _metadata.GetFieldDefinition(field).DecodeSignature(_mentioned, null);
        }

        foreach (var method in type.GetMethods())
        {
            var definition = _metadata.GetMethodDefinition(method);
            definition.DecodeSignature(_mentioned, null);
            if (definition.RelativeVirtualAddress != 0)
            {
                Scan(_image.GetMethodBody(definition.RelativeVirtualAddress));
            }
        }
    }

    private void Scan(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
        {
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_mentioned, null);
        }

        foreach (var region in body.ExceptionRegions)
        {
            Mention(region.CatchType);
        }

        foreach (var token in Instructions.Tokens(body.GetILReader()))
        {
            Mention(MetadataTokens.EntityHandle(token));
        }
    }

    private void Mention(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                var own = Outermost((TypeDefinitionHandle)handle);
                _uses.Add(new TypeUse(_from.Namespace, _from.Type, _assembly, own.Namespace, own.Type));
                break;
            case HandleKind.TypeReference:
                Mention((TypeReferenceHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_mentioned, null);
                break;
            case HandleKind.MethodDefinition:
                Mention(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                Mention(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodSpecification:
                var generic = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                generic.DecodeSignature(_mentioned, null);
                Mention(generic.Method);
                break;
            case HandleKind.MemberReference:
                Mention(_metadata.GetMemberReference((MemberReferenceHandle)handle));
                break;
        }
    }

    private void Mention(MemberReference member)
    {
        Mention(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Method)
        {
            member.DecodeMethodSignature(_mentioned, null);
        }
        else
        {
            member.DecodeFieldSignature(_mentioned, null);
        }
    }

    private void Mention(TypeReferenceHandle handle)
    {
        var type = _metadata.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = _metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }

        var assembly = type.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
            : _assembly;
        _uses.Add(new TypeUse(_from.Namespace, _from.Type, assembly, _metadata.GetString(type.Namespace), _metadata.GetString(type.Name)));
    }

    private (string Namespace, string Type) Outermost(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return (_metadata.GetString(type.Namespace), _metadata.GetString(type.Name));
    }
}
