using Mono.Cecil;

namespace Postern.Tests.Architecture;

/// <summary>The types that stand in what a type shows to other assemblies.</summary>
internal static class Surface
{
    public static IEnumerable<string> Of(TypeDefinition type) => Shown(type).SelectMany(Parts).Distinct();

    private static IEnumerable<TypeReference?> Shown(TypeDefinition type)
    {
        var members = type.Methods.Where(IsVisible).SelectMany(Signature);
        var fields = type.Fields.Where(field => field.IsPublic || field.IsFamily).Select(field => field.FieldType);
        var nested = type.NestedTypes.Where(inner => inner.IsNestedPublic).SelectMany(Shown);
        var constraints = type
            .GenericParameters.SelectMany(parameter => parameter.Constraints)
            .Select(constraint => constraint.ConstraintType);
        return
        [
            type.BaseType,
            .. type.Interfaces.Select(contract => contract.InterfaceType),
            .. members,
            .. fields,
            .. nested,
            .. constraints,
        ];
    }

    private static bool IsVisible(MethodDefinition method) =>
        method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<TypeReference> Signature(MethodDefinition method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<string> Parts(TypeReference? type)
    {
        if (type is null or GenericParameter)
            yield break;
        if (type is GenericInstanceType instance)
            foreach (var part in instance.GenericArguments.SelectMany(Parts))
                yield return part;
        if (type is TypeSpecification and not GenericInstanceType)
        {
            foreach (var part in Parts(((TypeSpecification)type).ElementType))
                yield return part;
            yield break;
        }
        var plain = type.GetElementType();
        while (plain.DeclaringType is not null)
            plain = plain.DeclaringType;
        yield return plain.FullName;
    }
}
