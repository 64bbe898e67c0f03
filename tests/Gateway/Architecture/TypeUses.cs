using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Postern.Tests.Architecture;

/// <summary>
/// What a type uses: in its signatures, its attributes and the code of its methods, nested types included.
/// </summary>
internal sealed class TypeUses
{
    private readonly Dictionary<string, TypeReference> _types = [];
    private readonly HashSet<string> _members = [];

    private TypeUses() { }

    /// <summary>The types, without type arguments and outermost where they are nested.</summary>
    public IReadOnlyCollection<TypeReference> Types => _types.Values;

    /// <summary>The methods that are called, as <c>Namespace.Type::Name</c>.</summary>
    public IReadOnlyCollection<string> Members => _members;

    public static TypeUses Of(TypeDefinition type)
    {
        var uses = new TypeUses();
        uses.Visit(type);
        return uses;
    }

    /// <summary>Name of the assembly that a type is in.</summary>
    public static string AssemblyOf(TypeReference type) =>
        type.Scope is ModuleDefinition module ? module.Assembly.Name.Name : type.Scope.Name;

    private void Visit(TypeDefinition type)
    {
        Add(type.BaseType);
        foreach (var contract in type.Interfaces)
            Add(contract.InterfaceType);
        foreach (var parameter in type.GenericParameters)
            Add(parameter);
        foreach (var field in type.Fields)
            Add(field.FieldType);
        foreach (var property in type.Properties)
            Attributes(property);
        foreach (var method in type.Methods)
            Visit(method);
        foreach (var nested in type.NestedTypes)
            Visit(nested);
        Attributes(type);
    }

    private void Visit(MethodDefinition method)
    {
        Signature(method);
        Attributes(method);
        if (!method.HasBody)
            return;
        foreach (var variable in method.Body.Variables)
            Add(variable.VariableType);
        foreach (var handler in method.Body.ExceptionHandlers)
            Add(handler.CatchType);
        foreach (var instruction in method.Body.Instructions)
            Visit(instruction);
    }

    private void Visit(Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case TypeReference type:
                Add(type);
                break;
            case FieldReference field:
                Add(field.DeclaringType);
                Add(field.FieldType);
                break;
            case MethodReference method:
                _members.Add($"{method.DeclaringType.GetElementType().FullName}::{method.Name}");
                Add(method.DeclaringType);
                Signature(method);
                break;
        }
    }

    private void Signature(MethodReference method)
    {
        Add(method.ReturnType);
        foreach (var parameter in method.Parameters)
            Add(parameter.ParameterType);
        if (method is GenericInstanceMethod instance)
            foreach (var argument in instance.GenericArguments)
                Add(argument);
    }

    private void Attributes(ICustomAttributeProvider provider)
    {
        foreach (var attribute in provider.CustomAttributes)
            Add(attribute.AttributeType);
    }

    private void Add(TypeReference? type)
    {
        if (type is GenericParameter parameter)
            foreach (var constraint in parameter.Constraints)
                Add(constraint.ConstraintType);
        if (type is null or GenericParameter)
            return;
        if (type is GenericInstanceType instance)
            foreach (var argument in instance.GenericArguments)
                Add(argument);
        var plain = type.GetElementType();
        while (plain.DeclaringType is not null)
            plain = plain.DeclaringType;
        if (plain is TypeSpecification specification)
            Add(specification.ElementType);
        else if (plain is not GenericParameter)
            _types.TryAdd(plain.FullName, plain);
    }
}
