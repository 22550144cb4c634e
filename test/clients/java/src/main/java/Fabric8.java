public final class Fabric8 { public static void main(String[] args) {} }
